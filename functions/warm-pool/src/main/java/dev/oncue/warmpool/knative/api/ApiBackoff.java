package dev.oncue.warmpool.knative.api;

import dev.oncue.warmpool.pool.FunctionStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * What is said, and when it is tried again, while the Kubernetes API cannot be used. What was hot a
 * moment ago still is, as a rule: instances do not depend on the API. Not thread-safe.
 */
public final class ApiBackoff {
  private static final Logger LOG = Logger.getLogger(ApiBackoff.class);

  /** For how long what was seen last is taken for true. */
  static final Duration CREDIT = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private final Backoff backoff = new Backoff();
  private Map<String, FunctionStatus> seen = Map.of();
  private long seenNanos;
  private String reason = "";

  /** With a clock that never goes back. */
  public ApiBackoff(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether the API is not to be called yet. */
  public boolean isWaiting() {
    return backoff.isWaiting(nanos.getAsLong());
  }

  /** The API could not be used. */
  public void failed(KubernetesClientException fault, Duration retryAfter) {
    String text = "the Kubernetes API cannot be used: " + ApiFaults.text(fault);
    if (!text.equals(reason)) {
      LOG.warn(text);
    }
    reason = text;
    backoff.failed(nanos.getAsLong(), retryAfter);
  }

  /**
   * @param seenNow what the API said
   */
  public void succeeded(Map<String, FunctionStatus> seenNow) {
    if (!reason.isEmpty()) {
      LOG.info("the Kubernetes API can be used again");
    }
    reason = "";
    backoff.succeeded();
    seen = seenNow;
    seenNanos = nanos.getAsLong();
  }

  /**
   * What is said of the functions while the API cannot be used: what was seen last, for a while.
   */
  public Map<String, FunctionStatus> lastSeen(Map<String, Integer> instances) {
    boolean isCredible = nanos.getAsLong() - seenNanos < CREDIT.toNanos();
    Map<String, FunctionStatus> answers = new LinkedHashMap<>();
    instances.forEach(
        (function, wanted) -> {
          FunctionStatus last = isCredible ? seen.get(function) : null;
          answers.put(
              function,
              new FunctionStatus(wanted, last == null ? 0 : last.warm(), Optional.of(reason)));
        });
    return answers;
  }
}
