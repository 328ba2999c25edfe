package dev.oncue.closing;

import dev.oncue.Grid;
import dev.oncue.poll.PollLifecycle;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Gives all functions one {@link PollLifecycle}, whose results are timed. */
@Singleton
final class ClosingBeans {
  @Produces
  @Singleton
  PollLifecycle lifecycle(Grid grid, Clock clock, ResultMeters results, PollConfig config) {
    return new PollLifecycle(grid, clock, config.shards(), results::settled);
  }
}
