package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.local.process.WholeShow.Functions;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One of two instances of vote dies in the middle of a crowd that goes on at the other one, and no
 * instance of poll-close is there at all: the poll ends on time, with every acknowledged ballot.
 *
 * <p>{@code -Doncue.test.runs} is how often it is run, {@code -Doncue.test.seed} the first seed.
 */
@Tag("faults")
class FunctionDeathIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final List<String> OPTIONS = List.of("red", "blue");
  private static final int VIEWERS = 5_000;
  private static final int DRIVERS = 32;

  @TempDir Path folder;

  private GridAccess access;
  private GridServer server;

  static LongStream seeds() {
    long first = Long.getLong("oncue.test.seed", System.nanoTime());
    return LongStream.range(first, first + Integer.getInteger("oncue.test.runs", 1));
  }

  @BeforeEach
  void startServer() {
    access = GridAccess.make(folder.resolve("access"));
    server = GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Setup function(String module) {
    return Engine.function(module, folder)
        .set("ONCUE_JWT_SECRET", SECRET)
        .onGrid(server.address(), access);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_it_acknowledged_counts_and_what_it_did_not_is_sent_again(long seed) throws Exception {
    System.out.println("FunctionDeathIT: seed " + seed + " (-Doncue.test.seed)");
    Random random = new Random(seed);
    try (Engine opening = function("poll-open").start();
        Engine live = function("live").start();
        Engine dying = function("vote").start();
        Engine staying = function("vote").start()) {
      opening.client(SECRET).open("show", "q1", ", \"duration\": \"PT25S\"");
      EngineClient screen = live.client(SECRET);
      await().until(() -> status(screen).equals("open"));
      Functions functions =
          Functions.of(opening.client(SECRET), null, staying.client(SECRET), screen);
      WholeShow show = WholeShow.begin("whole-show", functions);

      Map<String, String> acknowledged = new ConcurrentHashMap<>();
      AtomicInteger next = new AtomicInteger();
      ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
      List<EngineClient> both = List.of(dying.client(SECRET), staying.client(SECRET));
      for (int i = 0; i < DRIVERS; i++) {
        Random choices = new Random(random.nextLong());
        drivers.execute(() -> vote(both, next, choices, acknowledged));
      }
      drivers.shutdown();
      int some = 300 + random.nextInt(VIEWERS / 2);
      await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > some);
      dying.kill();
      assertThat(drivers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();

      await().atMost(Duration.ofSeconds(40)).until(() -> status(screen).equals("closed"));
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> poll(screen).at("/result/certified").asBoolean());
      assertCounted(poll(screen), acknowledged);
      try (Engine closing = function("poll-close").start()) {
        show.goesOn(functions.closing(closing.client(SECRET)));
      }
    }
  }

  private static JsonNode poll(EngineClient screen) {
    return screen.poll("show", "q1");
  }

  private static String status(EngineClient screen) {
    return poll(screen).get("status").asText();
  }

  private static void vote(
      List<EngineClient> both,
      AtomicInteger next,
      Random choices,
      Map<String, String> acknowledged) {
    int number;
    while ((number = next.getAndIncrement()) < VIEWERS) {
      String option = OPTIONS.get(choices.nextInt(2));
      String viewer = "v" + number;
      Answer answer;
      try {
        answer = both.get(number % 2).vote("show", "q1", viewer, option);
      } catch (UncheckedIOException killed) {
        answer = both.get(1).vote("show", "q1", viewer, option);
      }
      if (answer.status() == 200) {
        acknowledged.put(viewer, option);
      } else {
        assertThat(answer.body().get("type").asText()).isEqualTo("urn:oncue:problem:poll-closed");
      }
    }
  }

  private static void assertCounted(JsonNode poll, Map<String, String> acknowledged) {
    JsonNode result = poll.get("result");
    assertThat(result.get("ballots").asInt()).isEqualTo(acknowledged.size());
    for (String option : OPTIONS) {
      long votes = acknowledged.values().stream().filter(option::equals).count();
      assertThat(result.get("counts").get(option).asLong()).isEqualTo(votes);
    }
    System.out.println("FunctionDeathIT: " + acknowledged.size() + " acknowledged and counted");
  }
}
