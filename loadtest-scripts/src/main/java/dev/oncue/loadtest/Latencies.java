package dev.oncue.loadtest;

import org.HdrHistogram.Histogram;

/** How long requests took, to three significant digits. Not thread-safe. */
public final class Latencies {
  private final Histogram micros = new Histogram(3);

  /** Adds one, in nanoseconds. */
  public void add(long nanos) {
    micros.recordValue(Math.max(0, nanos / 1_000));
  }

  /** Adds all of others. */
  public void addAll(Latencies others) {
    micros.add(others.micros);
  }

  /** How many there are. */
  public long size() {
    return micros.getTotalCount();
  }

  /** The latency in milliseconds that a share of the requests (0 to 1) did not exceed. */
  public double millis(double share) {
    return micros.getValueAtPercentile(share * 100) / 1_000.0;
  }

  @Override
  public String toString() {
    return "p50 %.1f ms  p99 %.1f ms  max %.1f ms".formatted(millis(0.5), millis(0.99), millis(1));
  }
}
