package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.local.process.WholeShow.Functions;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.Engine.Setup;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import dev.oncue.testbed.engine.GridCluster;
import dev.oncue.testbed.engine.GridServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What viewers are answered by HTTP while servers of the grid die, and come back. */
@Tag("faults")
class ServersDeathIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int VIEWERS = 2_000;
  private static final int DRIVERS = 32;
  private static final Duration BACK = Duration.ofSeconds(10);

  @TempDir Path folder;

  private GridCluster cluster;

  @BeforeEach
  void startServers() {
    cluster = new GridCluster(folder, 3);
  }

  @AfterEach
  void stopServers() {
    cluster.close();
  }

  private Setup function(String module) {
    return Engine.function(module, folder)
        .set("ONCUE_JWT_SECRET", SECRET)
        .onGrid(cluster.addresses(), cluster.access());
  }

  @Test
  void while_one_of_three_dies_a_vote_counts_or_its_viewer_is_told_to_come_again()
      throws Exception {
    try (Engine opening = function("poll-open").start();
        Engine closing = function("poll-close").start();
        Engine live = function("live").start();
        Engine voting = function("vote").start()) {
      EngineClient producer = opening.client(SECRET);
      producer.open("show", "q1", "");
      EngineClient viewer = voting.client(SECRET);
      await().until(() -> viewer.vote("show", "q1", "first", "red").status() == 200);
      Functions functions =
          Functions.of(producer, closing.client(SECRET), viewer, live.client(SECRET));
      WholeShow show = WholeShow.begin("whole-show", functions);

      Votes votes = new Votes(viewer);
      ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < DRIVERS; i++) {
        running.add(drivers.submit(votes::cast));
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> votes.acknowledged.size() > VIEWERS / 4);
      cluster.servers().get(1).kill();
      drivers.shutdown();
      assertThat(drivers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
      for (Future<?> driver : running) {
        driver.get();
      }

      votes.assertAnswers();
      JsonNode result = closing.client(SECRET).close("show", "q1").get("result");
      assertThat(result.get("ballots").asInt()).isEqualTo(votes.acknowledged.size() + 1);
      assertThat(result.at("/counts/blue").asLong()).isEqualTo(votes.blue());
      show.goesOn(functions);
    }
  }

  /** What 2,000 viewers were answered, each asking again until the ballot counts. */
  private static final class Votes {
    private final EngineClient viewer;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong silenceNanos = new AtomicLong();
    final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Queue<Answer> refusals = new ConcurrentLinkedQueue<>();

    Votes(EngineClient viewer) {
      this.viewer = viewer;
    }

    void cast() {
      int number;
      while ((number = next.getAndIncrement()) < VIEWERS) {
        String option = number % 3 == 0 ? "red" : "blue";
        Answer answer;
        while ((answer = viewer.vote("show", "q1", "v" + number, option)).status() != 200) {
          refusals.add(answer);
        }
        acknowledged.put("v" + number, option);
        long now = System.nanoTime();
        silenceNanos.accumulateAndGet(now - lastNanos.getAndSet(now), Math::max);
      }
    }

    long blue() {
      return acknowledged.values().stream().filter("blue"::equals).count();
    }

    void assertAnswers() {
      Duration silence = Duration.ofNanos(silenceNanos.get());
      System.out.printf(
          "ServersDeathIT: %d acknowledged, %d times 503, longest silence %d ms%n",
          acknowledged.size(), refusals.size(), silence.toMillis());
      assertThat(acknowledged).hasSize(VIEWERS);
      assertThat(silence).isLessThan(BACK);
      for (Answer refusal : refusals) {
        assertUnavailable(refusal);
      }
    }
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.require(503).retryAfter()).isPresent();
    assertThat(answer.body().get("type").asText()).isEqualTo("urn:oncue:problem:grid-unavailable");
  }

  @Test
  void while_two_of_three_are_dead_nothing_is_taken_and_the_functions_say_so() throws Exception {
    try (Engine opening = function("poll-open").start();
        Engine voting = function("vote").start()) {
      opening.client(SECRET).open("show", "q1", "");
      EngineClient viewer = voting.client(SECRET);
      await().until(() -> viewer.vote("show", "q1", "ann", "red").status() == 200);

      List<GridServer> dying = cluster.servers().subList(0, 2);
      dying.forEach(GridServer::kill);
      for (Engine engine : List.of(opening, voting)) {
        await("a function that is not ready")
            .atMost(Duration.ofSeconds(20))
            .until(() -> !engine.isUp("ready"));
        assertThat(engine.isUp("live")).isTrue();
      }
      await("the reason")
          .atMost(Duration.ofSeconds(20))
          .until(() -> voting.reason().contains("have lost too many of their number"));
      assertUnavailable(viewer.vote("show", "q1", "bob", "red"));

      dying.forEach(GridServer::launch);
      dying.forEach(GridServer::awaitReady);
      await("readiness").atMost(Duration.ofSeconds(30)).until(() -> voting.isUp("ready"));
      viewer.vote("show", "q1", "ann", "red").require(200);
      viewer.vote("show", "q1", "ann", "blue").require(409);
      viewer.vote("show", "q1", "bob", "blue").require(200);
    }
  }
}
