package dev.oncue.coldstart;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The largest of the decisions of the last so much time, which is how a scale-down is delayed
 * (knative/serving pkg/autoscaler/aggregation/max, TimeWindow). Not thread-safe.
 */
final class LargestRecently {
  private record Decision(long tick, int instances) {}

  private final long tickSeconds;
  private final long ticks;
  private final Deque<Decision> decisions = new ArrayDeque<>();

  LargestRecently(Duration delay, Duration tick) {
    tickSeconds = tick.toSeconds();
    ticks = (delay.toSeconds() + tickSeconds - 1) / tickSeconds;
  }

  /** Adds a decision, which is not older than the one before; the largest that still counts. */
  int with(long second, int instances) {
    long tick = second / tickSeconds;
    while (!decisions.isEmpty() && decisions.peekLast().instances() <= instances) {
      decisions.removeLast();
    }
    decisions.addLast(new Decision(tick, instances));
    while (decisions.peekFirst().tick() <= tick - ticks) {
      decisions.removeFirst();
    }
    return decisions.peekFirst().instances();
  }
}
