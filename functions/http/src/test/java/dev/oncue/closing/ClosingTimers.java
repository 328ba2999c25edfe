package dev.oncue.closing;

import dev.oncue.Grid;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;

/** Timers for tests. */
final class ClosingTimers {
  private ClosingTimers() {}

  /** One that leaves no poll to others, and keeps closed ones for a week. */
  static ClosingTimer atOnce(Grid grid, PollLifecycle lifecycle, Clock clock, Vertx vertx) {
    return atOnce(grid, lifecycle, clock, vertx, "P7D");
  }

  /**
   * One that leaves no poll to others.
   *
   * @param retention how long closed polls are kept
   */
  static ClosingTimer atOnce(
      Grid grid, PollLifecycle lifecycle, Clock clock, Vertx vertx, String retention) {
    return new ClosingTimer(
        grid,
        lifecycle,
        clock,
        vertx,
        TestSettings.of(ClosingConfig.class, Map.of("oncue.closing.delay", "PT0S")),
        TestSettings.of(RetentionConfig.class, Map.of("oncue.retention.time", retention)),
        new ResultMeters(clock, new SimpleMeterRegistry()));
  }
}
