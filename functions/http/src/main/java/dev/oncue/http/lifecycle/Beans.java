package dev.oncue.http.lifecycle;

import dev.oncue.Grid;
import dev.oncue.http.settings.SettingException;
import dev.oncue.http.settings.UnknownVariables;
import dev.oncue.http.token.Tokens;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.LaunchMode;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.util.Objects;

/** What every function is given besides the grid. */
@Singleton
final class Beans {
  /**
   * Before routes are made, which need it, and before the server listens: starts what may fail, so
   * that it does not fail at the first request.
   */
  void start(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Router router,
      Instance<Tokens> tokens,
      Instance<Grid> grid) {
    UnknownVariables.warn(System.getenv().keySet());
    SettingException.checkAll(
        Beans::checkServer,
        () -> Objects.requireNonNull(tokens.get()),
        () -> Objects.requireNonNull(grid.get().polls()));
  }

  /** Tests have other ports. */
  private static void checkServer() {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      ServerSettings.check();
    }
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
}
