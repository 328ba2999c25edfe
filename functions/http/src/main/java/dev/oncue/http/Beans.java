package dev.oncue.http;

import dev.oncue.Grid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What every function is given besides the grid. */
@Singleton
final class Beans {
  /** Before anything else is started, and before the server listens. Tests have other ports. */
  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      ServerSettings.check();
    }
  }

  /** Starts what may fail at start, so that it does not fail at the first request. */
  void start(@Observes StartupEvent start, Grid grid, Tokens tokens, PollLifecycle lifecycle) {
    Objects.requireNonNull(grid.polls());
    Objects.requireNonNull(tokens);
    Objects.requireNonNull(lifecycle);
  }

  /** Event bus meters carry an address each: one more for every stream there ever was. */
  @Produces
  @Singleton
  MeterFilter noEventBusMeters() {
    return MeterFilter.denyNameStartsWith("eventBus");
  }

  /** The server's clock: the only one that decides. */
  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  PollLifecycle lifecycle(
      Grid grid,
      Clock clock,
      @ConfigProperty(name = "oncue.poll.shards", defaultValue = "1") String shards) {
    return new PollLifecycle(
        grid, clock, Settings.number("ONCUE_POLL_SHARDS", shards, 1, Poll.MAX_SHARDS));
  }
}
