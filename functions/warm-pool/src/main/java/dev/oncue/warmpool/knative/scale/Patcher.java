package dev.oncue.warmpool.knative.scale;

import dev.oncue.warmpool.knative.api.ApiFaults;
import dev.oncue.warmpool.knative.api.Backoff;
import dev.oncue.warmpool.knative.api.KubernetesApi;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import dev.oncue.warmpool.knative.serving.ScaleTarget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Writes changes, each once, and knows how that went. What it knows spares calls and says more of a
 * rare case; without it, after a restart, all goes on. Not thread-safe.
 */
public final class Patcher {
  /** The API's servers give up on a request after this time. */
  private static final Duration LONGEST_FLIGHT = Duration.ofSeconds(60);

  private final KubernetesApi api;
  private final LongSupplier nanos;
  private final Map<ScaleTarget, PatchHistory> histories = new HashMap<>();

  /** What is known of the changes of one object. */
  private static final class PatchHistory {
    private final Backoff backoff = new Backoff();
    private String problem = "";
    private Long unansweredNanos;
    private Map<ScaleBound, Optional<String>> applied = Map.of();
  }

  /** With a clock that never goes back. */
  public Patcher(KubernetesApi api, LongSupplier nanos) {
    this.api = api;
    this.nanos = nanos;
  }

  /** Whether a change was sent whose answer was lost, so that it may still arrive. */
  boolean mayArrive(ScaleTarget target) {
    PatchHistory history = histories.get(target);
    return history != null
        && history.unansweredNanos != null
        && nanos.getAsLong() - history.unansweredNanos < LONGEST_FLIGHT.toNanos();
  }

  void forget(ScaleTarget target) {
    histories.remove(target);
  }

  /** An object is as it should be. */
  void settled(ScaleTarget target) {
    PatchHistory history = histories.get(target);
    if (history != null) {
      history.backoff.succeeded();
      history.applied = Map.of();
    }
  }

  /**
   * Writes a change. Fails where the API asks for a pause, or does not answer.
   *
   * @return what stands in its way, as the rest of a sentence that starts with the object
   */
  Optional<String> patch(Change change) {
    PatchHistory history = histories.computeIfAbsent(change.target(), target -> new PatchHistory());
    if (history.backoff.isWaiting(nanos.getAsLong())) {
      return Optional.of(history.problem);
    }
    if (history.applied.equals(change.patch().changes())) {
      history.applied = Map.of();
      return later(history, "was set back by somebody; is ONCUE_WARM_POOL_SERVING_VERSION right?");
    }
    try {
      api.annotate(change.object(), change.patch().changes());
      history.applied = change.patch().changes();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return failed(history, e);
    }
  }

  private Optional<String> failed(PatchHistory history, KubernetesClientException e) {
    int code = e.getCode();
    boolean isRefused = code >= 400 && code < 500;
    if (!isRefused) {
      history.unansweredNanos = nanos.getAsLong();
    }
    if (ApiFaults.isAway(e)) {
      throw e;
    }
    if (code == HttpURLConnection.HTTP_CONFLICT) {
      // Somebody changed something at the same moment. The next tick looks at it anew.
      return Optional.empty();
    }
    return later(history, "cannot be changed: " + ApiFaults.text(e));
  }

  private Optional<String> later(PatchHistory history, String problem) {
    history.backoff.failed(nanos.getAsLong(), api.retryAfter());
    history.problem = problem;
    return Optional.of(problem);
  }
}
