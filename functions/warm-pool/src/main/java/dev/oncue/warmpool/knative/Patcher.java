package dev.oncue.warmpool.knative;

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
final class Patcher {
  /** The API's servers give up on a request after this time. */
  private static final Duration LONGEST_FLIGHT = Duration.ofSeconds(60);

  private static final int TOO_MANY_REQUESTS = 429;

  private final KubernetesApi api;
  private final LongSupplier nanos;
  private final Map<Target, Past> pasts = new HashMap<>();

  /** What is known of the changes of one object. */
  private static final class Past {
    private final Backoff backoff = new Backoff();
    private String problem = "";
    private Long unansweredNanos;
    private Map<Bound, Optional<String>> applied = Map.of();
  }

  Patcher(KubernetesApi api, LongSupplier nanos) {
    this.api = api;
    this.nanos = nanos;
  }

  /** Whether a change was sent whose answer was lost, so that it may still arrive. */
  boolean mayArrive(Target target) {
    Past past = pasts.get(target);
    return past != null
        && past.unansweredNanos != null
        && nanos.getAsLong() - past.unansweredNanos < LONGEST_FLIGHT.toNanos();
  }

  void forget(Target target) {
    pasts.remove(target);
  }

  /** An object is as it should be. */
  void settled(Target target) {
    Past past = pasts.get(target);
    if (past != null) {
      past.backoff.succeeded();
      past.applied = Map.of();
    }
  }

  /**
   * Writes a change. Fails where the API asks for a pause, or does not answer.
   *
   * @return what stands in its way, as the rest of a sentence that starts with the object
   */
  Optional<String> patch(Change change) {
    Past past = pasts.computeIfAbsent(change.target(), target -> new Past());
    if (past.backoff.isWaiting(nanos.getAsLong())) {
      return Optional.of(past.problem);
    }
    if (past.applied.equals(change.patch().changes())) {
      past.applied = Map.of();
      return later(past, "was set back by somebody; is ONCUE_WARM_POOL_SERVING_VERSION right?");
    }
    try {
      api.annotate(change.object(), change.patch().changes());
      past.applied = change.patch().changes();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return failed(past, e);
    }
  }

  private Optional<String> failed(Past past, KubernetesClientException e) {
    int code = e.getCode();
    boolean isRefused = code >= 400 && code < 500;
    if (!isRefused) {
      past.unansweredNanos = nanos.getAsLong();
    }
    if (code <= 0 || code == TOO_MANY_REQUESTS) {
      throw e;
    }
    if (code == HttpURLConnection.HTTP_CONFLICT) {
      // Somebody changed something at the same moment. The next tick looks at it anew.
      return Optional.empty();
    }
    return later(past, "cannot be changed: " + Faults.text(e));
  }

  private Optional<String> later(Past past, String problem) {
    past.backoff.failed(nanos.getAsLong(), api.retryAfter());
    past.problem = problem;
    return Optional.of(problem);
  }
}
