package dev.oncue.coldstart;

/**
 * The average of what was recorded in the last so many seconds; over fewer where there is no more
 * (knative/serving pkg/autoscaler/aggregation/bucketing.go, TimedFloat64Buckets). Seconds are whole
 * ones since the simulation began. Not thread-safe.
 */
final class AveragedWindow {
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final double[] seconds;
  private long first = NEVER;
  private long last = NEVER;

  AveragedWindow(int length) {
    seconds = new double[length];
  }

  /** Adds a value to its second, which is not before the one that was recorded last. */
  void record(long second, double value) {
    if (second - last >= seconds.length) {
      first = second;
    }
    for (long i = Math.max(last + 1, second - seconds.length + 1); i <= second; i++) {
      seconds[index(i)] = 0;
    }
    last = second;
    seconds[index(second)] += value;
  }

  /** Whether nothing was recorded for the whole window. */
  boolean isEmpty(long now) {
    return now - last >= seconds.length;
  }

  double average(long now) {
    if (isEmpty(now)) {
      return 0;
    }
    long from = Math.max(first, now - seconds.length + 1);
    double sum = 0;
    for (long i = from; i <= last; i++) {
      sum += seconds[index(i)];
    }
    return sum / (last - from + 1);
  }

  private int index(long second) {
    return Math.floorMod(second, seconds.length);
  }
}
