package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.Warmth;
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
final class Outage {
  private static final Logger LOG = Logger.getLogger(Outage.class);

  /** For how long what was seen last is taken for true. */
  static final Duration CREDIT = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private final Backoff backoff = new Backoff();
  private Map<String, Warmth> seen = Map.of();
  private long seenNanos;
  private String reason = "";

  Outage(LongSupplier nanos) {
    this.nanos = nanos;
  }

  boolean lasts() {
    return backoff.isWaiting(nanos.getAsLong());
  }

  void begun(KubernetesClientException fault, Duration retryAfter) {
    String text = "the Kubernetes API cannot be used: " + Faults.text(fault);
    if (!text.equals(reason)) {
      LOG.warn(text);
    }
    reason = text;
    backoff.failed(nanos.getAsLong(), retryAfter);
  }

  /**
   * @param seenNow what the API said
   */
  void over(Map<String, Warmth> seenNow) {
    if (!reason.isEmpty()) {
      LOG.info("the Kubernetes API can be used again");
    }
    reason = "";
    backoff.succeeded();
    seen = seenNow;
    seenNanos = nanos.getAsLong();
  }

  Map<String, Warmth> lastSeen(Map<String, Integer> instances) {
    boolean isCredible = nanos.getAsLong() - seenNanos < CREDIT.toNanos();
    Map<String, Warmth> answers = new LinkedHashMap<>();
    instances.forEach(
        (function, wanted) -> {
          Warmth last = isCredible ? seen.get(function) : null;
          answers.put(
              function, new Warmth(wanted, last == null ? 0 : last.warm(), Optional.of(reason)));
        });
    return answers;
  }
}
