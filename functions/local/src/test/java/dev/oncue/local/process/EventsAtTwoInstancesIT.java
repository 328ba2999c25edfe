package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.Engine.Setup;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that a broker delivers more than once, to two instances of reaction on one grid. */
@Tag("faults")
class EventsAtTwoInstancesIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int EVENTS = 300;
  private static final int DRIVERS = 8;

  /** A claim lasts for twelve seconds; the rest is for a slow machine. */
  private static final Duration BOUND = Duration.ofSeconds(40);

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newFixedThreadPool(2 * DRIVERS);
  private GridAccess access;
  private GridServer server;

  @BeforeEach
  void startServer() {
    access = GridAccess.make(folder.resolve("access"));
    server = GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
  }

  @AfterEach
  void stopServer() {
    threads.shutdownNow();
    server.close();
  }

  private Setup function(String module) {
    return Engine.function(module, folder)
        .set("ONCUE_JWT_SECRET", SECRET)
        .onGrid(server.address(), access);
  }

  @Test
  void both_deliveries_at_once_count_once() throws Exception {
    try (Engine live = function("live").start();
        Engine first = function("reaction").start();
        Engine second = function("reaction").start()) {
      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<Integer>> done = new ArrayList<>();
      for (EngineClient at : List.of(first.client(SECRET), second.client(SECRET))) {
        done.add(threads.submit(() -> sendAll(at, together)));
      }
      for (Future<Integer> one : done) {
        assertThat(one.get(2, TimeUnit.MINUTES)).isEqualTo(EVENTS);
      }
      assertThat(counted(live)).isEqualTo(EVENTS);
    }
  }

  private static int sendAll(EngineClient at, CyclicBarrier together) throws Exception {
    for (int event = 0; event < EVENTS; event++) {
      together.await(1, TimeUnit.MINUTES);
      deliver(at, event).require(200);
    }
    return EVENTS;
  }

  /** What was under way when the process died may have counted before, and no more than that. */
  @Test
  void each_event_counts_also_when_the_process_that_has_claimed_it_dies() throws Exception {
    try (Engine live = function("live").start();
        Engine dying = function("reaction").start();
        Engine staying = function("reaction").start()) {
      AtomicInteger next = new AtomicInteger();
      AtomicInteger answered = new AtomicInteger();
      Callable<Integer> driver =
          () -> {
            int longest = 0;
            for (int event; (event = next.getAndIncrement()) < 10 * EVENTS; ) {
              longest = Math.max(longest, broker(dying, staying, event));
              answered.incrementAndGet();
            }
            return longest;
          };
      List<Future<Integer>> drivers = new ArrayList<>();
      for (int i = 0; i < DRIVERS; i++) {
        drivers.add(threads.submit(driver));
      }
      await().atMost(BOUND).until(() -> answered.get() > EVENTS);
      dying.kill();
      int longest = 0;
      for (Future<Integer> one : drivers) {
        longest = Math.max(longest, one.get(2, TimeUnit.MINUTES));
      }
      System.out.printf("EventsAtTwoInstancesIT: the longest event took %d ms%n", longest);
      assertThat(longest).isLessThan((int) BOUND.toMillis());
      assertThat(counted(live)).isBetween(10 * EVENTS, 10 * EVENTS + DRIVERS);
    }
  }

  /** Delivers an event until it is answered with 200; how long that took, in milliseconds. */
  private static int broker(Engine dying, Engine staying, int event) {
    long since = System.nanoTime();
    int status = 0;
    for (int attempt = 0; status != 200; attempt++) {
      Engine at = (event + attempt) % 2 == 0 ? dying : staying;
      try {
        Answer answer = deliver(at.client(SECRET), event);
        status = answer.status();
        assertThat(status).as(answer.text()).isIn(200, 503);
        assertThat(answer.retryAfter().isPresent()).isEqualTo(status == 503);
      } catch (UncheckedIOException killed) {
        // As a broker does: the other one next.
      }
    }
    return (int) Duration.ofNanos(System.nanoTime() - since).toMillis();
  }

  private static Answer deliver(EngineClient at, int event) {
    String json =
        """
        {"specversion":"1.0","type":"dev.oncue.reaction.send.v1","source":"/broker","id":"%d",
         "data":{"stream":"show","emoji":"\uD83D\uDD25","viewer":"v%d"}}
        """
            .formatted(event, event);
    return at.post("/", at.tokens().producer(), "application/cloudevents+json", json);
  }

  private static int counted(Engine live) {
    EngineClient client = live.client(SECRET);
    return client.state("show", "ann").at("/reactions/\uD83D\uDD25").asInt();
  }
}
