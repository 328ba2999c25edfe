package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.oncue.GridUnavailableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that cannot connect at all, since something is missing in it. */
class GridConnectionTest {
  private static final Logger LOG = Logger.getLogger(GridConnection.class.getName());

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler = new Recorder();
  private final AtomicInteger attempts = new AtomicInteger();

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    LOG.addHandler(handler);
  }

  @AfterEach
  void hearNoMore() {
    LOG.removeHandler(handler);
  }

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
      assertThat(records)
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
      assertThat(records)
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.getMessage()).contains("lack the caches claims");
                assertThat(entry.getThrown()).isNull();
              });
    }
  }
}
