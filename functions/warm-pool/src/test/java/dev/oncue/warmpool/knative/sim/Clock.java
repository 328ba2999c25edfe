package dev.oncue.warmpool.knative.sim;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. Thread-safe. */
public final class Clock {
  private static final Instant START = Instant.parse("2026-06-01T20:00:00Z");

  /** Close to where the real one may overflow, which the pool has to bear. */
  private static final long START_NANOS = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

  private volatile Duration passed = Duration.ZERO;

  public synchronized void pass(Duration time) {
    passed = passed.plus(time);
  }

  public Instant now() {
    return START.plus(passed);
  }

  public long nanos() {
    return START_NANOS + passed.toNanos();
  }
}
