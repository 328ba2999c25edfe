package dev.oncue.warmpool.knative.event;

import dev.oncue.warmpool.knative.api.KubernetesApi;
import dev.oncue.warmpool.knative.config.KnativeSettings;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import dev.oncue.warmpool.knative.serving.ScaleTarget;
import dev.oncue.warmpool.pool.FunctionStatus;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Records changes, as Kubernetes Events of the Knative Services and as lines of the log. One that
 * was recorded before, also by a process before this one, is counted instead of recorded again. An
 * Event that cannot be written is only logged. Not thread-safe.
 */
public final class EventRecorder {
  private static final Logger LOG = Logger.getLogger(EventRecorder.class);

  /** Enough for a node to be added. */
  private static final Duration LATE = Duration.ofMinutes(2);

  private final KubernetesApi api;
  private final KnativeSettings settings;
  private final LongSupplier nanos;
  private final Map<String, Recorded> recorded = new HashMap<>();
  private final Set<String> leftAlone = new HashSet<>();

  private record Recorded(PoolStatus status, int wanted, long sinceNanos) {}

  /** With a clock that never goes back. */
  public EventRecorder(KubernetesApi api, KnativeSettings settings, LongSupplier nanos) {
    this.api = api;
    this.settings = settings;
    this.nanos = nanos;
  }

  /** Records how far a Service is, if that is another status than before. */
  public void status(Service service, FunctionStatus functionStatus, Instant now) {
    String name = service.getMetadata().getName();
    Recorded before = recorded.get(name);
    if (before == null || functionStatus.wanted() > before.wanted()) {
      before = new Recorded(PoolStatus.RESTED, functionStatus.wanted(), nanos.getAsLong());
    }
    boolean isLate = nanos.getAsLong() - before.sinceNanos() > LATE.toNanos();
    PoolStatus status = before.status().next(functionStatus, isLate);
    recorded.put(name, new Recorded(status, functionStatus.wanted(), before.sinceNanos()));
    if (status != before.status()) {
      announce(service, status, message(functionStatus), now);
    }
  }

  private static String message(FunctionStatus functionStatus) {
    String count =
        "%d of %d instances are hot".formatted(functionStatus.warm(), functionStatus.wanted());
    return functionStatus.problem().map(problem -> count + ": " + problem).orElse(count);
  }

  /** Records that the annotations of a Service are as they were. */
  public void restored(Service service, Instant now) {
    String name = service.getMetadata().getName();
    recorded.remove(name);
    leftAlone.removeIf(key -> key.startsWith(name + " "));
    announce(service, PoolStatus.RESTORED, "its Revisions have their own bounds again", now);
  }

  /** Records that somebody else changed an annotation, once. */
  public void leftAlone(Service service, ScaleTarget target, ScaleBound bound, Instant now) {
    String what = bound.title() + " of " + target;
    if (leftAlone.add(service.getMetadata().getName() + " " + what)) {
      announce(
          service,
          PoolStatus.LEFT_ALONE,
          what + " stays as it is: somebody else changed the bounds meanwhile",
          now);
    }
  }

  /** What is not wanted any more, whether or not it was restored already. */
  public void keepOnly(Set<String> services) {
    recorded.keySet().retainAll(services);
  }

  private void announce(Service service, PoolStatus status, String message, Instant now) {
    String line = service.getMetadata().getName() + ": " + status.reason() + ", " + message;
    LOG.log(status.isWarning() ? Logger.Level.WARN : Logger.Level.INFO, line);
    try {
      write(event(service, status, message, now));
    } catch (RuntimeException e) {
      LOG.debug("the Event could not be written", e);
    }
  }

  private void write(Event event) {
    if (!KubernetesApi.isFirst(() -> api.create(event))) {
      api.event(event.getMetadata().getName()).ifPresent(found -> count(found, event));
    }
  }

  private void count(Event found, Event again) {
    found.setCount(found.getCount() == null ? 2 : found.getCount() + 1);
    found.setLastTimestamp(again.getLastTimestamp());
    api.replace(found);
  }

  private Event event(Service service, PoolStatus status, String message, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    String content = service.getMetadata().getUid() + status + message;
    UUID id = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
    return new EventBuilder()
        .withNewMetadata()
        .withName(service.getMetadata().getName() + "." + id)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(service.getApiVersion())
        .withKind(service.getKind())
        .withNamespace(settings.namespace())
        .withName(service.getMetadata().getName())
        .withUid(service.getMetadata().getUid())
        .endInvolvedObject()
        .withReason(status.reason())
        .withMessage(message)
        .withType(status.isWarning() ? "Warning" : "Normal")
        .withNewSource()
        .withComponent("oncue-warm-pool")
        .endSource()
        .withReportingComponent("oncue-warm-pool")
        .withReportingInstance(settings.identity())
        .withCount(1)
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .build();
  }
}
