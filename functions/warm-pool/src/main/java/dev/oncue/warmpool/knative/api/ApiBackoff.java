package dev.oncue.warmpool.knative.api;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * When the Kubernetes API is tried again while it cannot be used. Not thread-safe, but for {@link
 * #isFailing}.
 */
public final class ApiBackoff {
  private static final Logger LOG = Logger.getLogger(ApiBackoff.class);

  private final LongSupplier nanos;
  private final Backoff backoff = new Backoff();
  private volatile String reason = "";
  private Duration wait = Duration.ZERO;
  private long sinceNanos;

  /** With a clock that never goes back. */
  public ApiBackoff(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether the API is not to be called yet. */
  public boolean isWaiting() {
    return backoff.isWaiting(nanos.getAsLong());
  }

  /** Whether the API could not be used when it was tried last. */
  public boolean isFailing() {
    return !reason.isEmpty();
  }

  /** Why the API cannot be used, one sentence; empty: it can. */
  public String reason() {
    return reason;
  }

  /** Whether the API cannot be used for longer than this, or will not be, since it asked so. */
  public boolean isFailingFor(Duration time) {
    boolean wasLonger = nanos.getAsLong() - sinceNanos > time.toNanos();
    return isFailing() && (wasLonger || wait.compareTo(time) > 0);
  }

  /**
   * The API could not be used.
   *
   * @param isAnswered whether it answered other calls of the same tick: then this is a first
   *     failure, and it is tried again soon
   */
  public void failed(KubernetesClientException fault, Duration retryAfter, boolean isAnswered) {
    String text = "the Kubernetes API cannot be used: " + ApiFaults.text(fault);
    if (!text.equals(reason)) {
      LOG.warn(text);
    }
    if (!isFailing()) {
      sinceNanos = nanos.getAsLong();
    }
    reason = text;
    if (isAnswered) {
      backoff.succeeded();
    }
    wait = backoff.failed(nanos.getAsLong(), retryAfter);
  }

  /** All calls of a tick were answered. */
  public void succeeded() {
    if (isFailing()) {
      LOG.info("the Kubernetes API can be used again");
    }
    reason = "";
    backoff.succeeded();
  }
}
