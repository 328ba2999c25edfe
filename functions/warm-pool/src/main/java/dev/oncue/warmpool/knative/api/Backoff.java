package dev.oncue.warmpool.knative.api;

import java.time.Duration;

/**
 * When to try again what failed: after 1 s, 2 s, 4 s and so on, never more than {@link #LONGEST}.
 * Not thread-safe.
 */
public final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration next = FIRST;
  private long untilNanos;
  private boolean isWaiting;

  /**
   * @param atLeast what was asked for by whoever refused; it is not waited longer than the limit
   * @return how long it is waited
   */
  public Duration failed(long nowNanos, Duration atLeast) {
    Duration wait = shorter(LONGEST, longer(next, atLeast));
    untilNanos = nowNanos + wait.toNanos();
    isWaiting = true;
    next = shorter(LONGEST, next.multipliedBy(2));
    return wait;
  }

  /** It worked: the next failure is a first one. */
  public void succeeded() {
    isWaiting = false;
    next = FIRST;
  }

  /** Whether it is too early to try again. */
  public boolean isWaiting(long nowNanos) {
    return isWaiting && nowNanos - untilNanos < 0;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
