package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.oncue.GridUnavailableException;
import dev.oncue.RecordedLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process that cannot connect at all, since something is missing in it. */
class GridConnectionTest {
  @RegisterExtension final RecordedLog log = new RecordedLog(GridConnection.class.getName());

  private final AtomicInteger attempts = new AtomicInteger();

  private GridConnection connection(GridConnection.Opening opening) {
    return new GridConnection(
        Connected.settings("127.0.0.1:1", null, null, null),
        1,
        List.of(),
        (settings, version) -> {
          attempts.incrementAndGet();
          return opening.open(settings, version);
        });
  }

  @Test
  void an_error_is_logged_once_with_its_cause_and_the_watch_goes_on() {
    NoClassDefFoundError missing = new NoClassDefFoundError("io/netty/channel/epoll/Epoll");
    try (GridConnection connection =
        connection(
            (settings, version) -> {
              throw missing;
            })) {
      connection.start();
      await().until(() -> attempts.get() >= 3);
      assertThatThrownBy(connection::session)
          .isInstanceOf(GridUnavailableException.class)
          .hasMessageContaining("NoClassDefFoundError: io/netty/channel/epoll/Epoll");
      assertThat(log.records())
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.getLevel().intValue())
                    .isGreaterThanOrEqualTo(Level.SEVERE.intValue());
                assertThat(entry.getThrown()).isSameAs(missing);
              });
    }
  }

  @Test
  void what_is_known_is_logged_once_without_a_stack_trace() {
    try (GridConnection connection =
        connection(
            (settings, version) -> {
              throw new GridUnavailableException("the grid's servers lack the caches claims");
            })) {
      connection.start();
      await().until(() -> attempts.get() >= 3);
      assertThat(log.records())
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.getMessage()).contains("lack the caches claims");
                assertThat(entry.getThrown()).isNull();
              });
    }
  }
}
