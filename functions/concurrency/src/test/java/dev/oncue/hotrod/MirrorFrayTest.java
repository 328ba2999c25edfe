package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Fray;
import dev.oncue.GridUnavailableException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A mirror that is read into while the grid changes. */
class MirrorFrayTest {
  private static final String KEY = "k";

  /** One entry of a grid that tells of every change, and what reads it into a mirror. */
  private static final class Server implements AutoCloseable {
    private final Mirror<String> mirror;
    private final ExecutorService events = Executors.newSingleThreadExecutor();
    private byte[] bytes;

    Server(Mirror<String> mirror) {
      this.mirror = mirror;
    }

    /** A change by this process: told to the mirror by who makes it, and by the server. */
    void change(byte[] next) {
      try (Mirror<String>.Reading reading = mirror.begin()) {
        set(next);
        reading.found(KEY, next);
      }
    }

    private synchronized void set(byte[] next) {
      bytes = next;
      events.execute(this::read);
    }

    private synchronized byte[] get() {
      return bytes;
    }

    void read() {
      try (Mirror<String>.Reading reading = mirror.begin()) {
        reading.found(KEY, get());
      }
    }

    @Override
    public void close() throws InterruptedException {
      events.shutdown();
      events.awaitTermination(1, TimeUnit.DAYS);
    }
  }

  private static void run(Runnable... tasks) throws InterruptedException {
    List<Thread> threads = List.of(tasks).stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void complete(Mirror<String> mirror) {
    try (Mirror<String>.Reading reading = mirror.begin()) {
      reading.completes();
    }
  }

  @Test
  void whenAllEventsHaveComeItHasWhatTheGridHas() {
    Fray.orders(
        () -> {
          Mirror<String> mirror = new Mirror<>(Texts.KIND);
          complete(mirror);
          Server server = new Server(mirror);
          server.change(Texts.kept(0, "a0"));
          run(
              () -> server.change(Texts.kept(1, "a1")),
              server::read,
              () -> {
                server.change(null);
                server.change(Texts.kept(0, "b0"));
              });
          server.close();
          byte[] there = server.get();
          assertThat(mirror.get(KEY))
              .isEqualTo(there == null ? null : Versioned.decode(there, Texts.KIND).value());
        });
  }

  @Test
  void whatIsKnownOfAnOpeningIsNotRemovedByAReadThatBeganBefore() {
    Fray.orders(
        () -> {
          Mirror<String> mirror = new Mirror<>(Texts.KIND);
          complete(mirror);
          Server server = new Server(mirror);
          run(
              server::read,
              () -> {
                server.change(Texts.kept(0, "a0"));
                // Known now, unless a read overlapped; then by the next one.
                server.read();
                assertThat(mirror.get(KEY)).isEqualTo("a0");
              });
          server.close();
          assertThat(mirror.get(KEY)).isEqualTo("a0");
        });
  }

  @Test
  void aConnectionThatIsBackIsNotTakenForLost() {
    Fray.orders(
        () -> {
          Mirror<String> mirror = new Mirror<>(Texts.KIND);
          Server server = new Server(mirror);
          server.change(Texts.kept(0, "a0"));
          run(
              () -> {
                // One thread keeps the connection; the readers of the old one may still be busy.
                mirror.lose(new GridUnavailableException("away"));
                mirror.awaitReading();
                server.read();
                complete(mirror);
              },
              () -> complete(mirror),
              server::read);
          server.close();
          assertThat(mirror.get(KEY)).isEqualTo("a0");
        });
  }
}
