package dev.oncue.http.lifecycle;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.bootstrap.logging.QuarkusDelayedHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.ConsoleHandler;
import java.util.stream.Stream;

/**
 * Keeps the log out of the lines that say which settings end a start. When they end it before
 * logging is set up, Quarkus gives what was logged until then, as the first words of the grid's
 * connection, to the JDK's console handler, which it uses for nothing else.
 */
@Singleton
final class FailedStartLog {
  void drop(@Observes @Initialized(ApplicationScoped.class) Object container) {
    QuarkusDelayedHandler log = InitialConfigurator.DELAYED_HANDLER;
    log.setFilter(
        entry -> Stream.of(log.getHandlers()).noneMatch(ConsoleHandler.class::isInstance));
  }
}
