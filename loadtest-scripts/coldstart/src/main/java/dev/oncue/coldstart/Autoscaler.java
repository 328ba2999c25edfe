package dev.oncue.coldstart;

import java.time.Duration;

/**
 * Knative's decision: knative/serving pkg/autoscaler/scaling/autoscaler.go, Scale, at v0.50.0. The
 * Revision is reachable, its metric is the concurrency, it has no activation scale. Not
 * thread-safe.
 */
final class Autoscaler {
  private static final long NO_PANIC = -1;

  private final Scaling scaling;
  private final AveragedWindow stable = new AveragedWindow(Scaling.STABLE_WINDOW_SECONDS);
  private final AveragedWindow panic = new AveragedWindow(Scaling.PANIC_WINDOW_SECONDS);
  private final LargestRecently delayed;
  private long panicSince = NO_PANIC;
  private int maxPanicPods;
  private int desired;

  Autoscaler(Scaling scaling) {
    this.scaling = scaling;
    delayed = new LargestRecently(scaling.scaleDownDelay(), Scaling.TICK);
  }

  /** Takes a report: how many requests there were at a time, on average over the last second. */
  void record(long second, double concurrency) {
    stable.record(second, concurrency);
    panic.record(second, concurrency);
  }

  /** What was decided last: instances, before any bounds. */
  int desired() {
    return desired;
  }

  /**
   * Decides anew; without reports it stays as it was.
   *
   * @param ready endpoints
   */
  void decide(long second, int ready) {
    if (stable.isEmpty(second)) {
      return;
    }
    double pods = Math.max(1, ready);
    double most = Math.ceil(Scaling.MAX_SCALE_UP_RATE * pods);
    double least = Math.floor(pods / Scaling.MAX_SCALE_DOWN_RATE);
    double forPanic = Math.ceil(panic.average(second) / scaling.aim());
    int stablePods = within(least, most, Math.ceil(stable.average(second) / scaling.aim()));
    int panicPods = within(least, most, forPanic);
    panicOrNot(second, forPanic / pods >= Scaling.PANIC_THRESHOLD);
    int decision = stablePods;
    if (panicSince != NO_PANIC) {
      // While it lasts there is no way down.
      maxPanicPods = Math.max(maxPanicPods, Math.max(stablePods, panicPods));
      decision = maxPanicPods;
    }
    desired =
        scaling.scaleDownDelay().equals(Duration.ZERO) ? decision : delayed.with(second, decision);
  }

  private void panicOrNot(long second, boolean isOverThreshold) {
    if (isOverThreshold) {
      panicSince = second;
    } else if (panicSince != NO_PANIC && panicSince + Scaling.STABLE_WINDOW_SECONDS < second) {
      panicSince = NO_PANIC;
      maxPanicPods = 0;
    }
  }

  private static int within(double least, double most, double pods) {
    return (int) Math.min(Math.max(pods, least), most);
  }
}
