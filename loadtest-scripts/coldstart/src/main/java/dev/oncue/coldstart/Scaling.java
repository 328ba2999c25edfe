package dev.oncue.coldstart;

import java.time.Duration;

/**
 * How Knative is told to scale the function vote: base/vote.yaml. Immutable.
 *
 * @param target requests at a time that an instance is meant for
 * @param maxScale never more instances
 * @param scaleDownDelay how long a lower decision has to last
 */
record Scaling(int target, int maxScale, Duration scaleDownDelay) {
  // The defaults of knative/serving pkg/autoscaler/config/config.go.
  static final int STABLE_WINDOW_SECONDS = 60;
  static final int PANIC_WINDOW_SECONDS = STABLE_WINDOW_SECONDS / 10;
  static final double PANIC_THRESHOLD = 2;
  static final double MAX_SCALE_UP_RATE = 1000;
  static final double MAX_SCALE_DOWN_RATE = 2;
  static final Duration SCALE_TO_ZERO_GRACE = Duration.ofSeconds(30);

  /** pkg/autoscaler/scaling/multiscaler.go, tickInterval. */
  static final Duration TICK = Duration.ofSeconds(2);

  private static final double TARGET_UTILIZATION = 0.7;

  /** What the autoscaler aims at. */
  double aim() {
    return target * TARGET_UTILIZATION;
  }
}
