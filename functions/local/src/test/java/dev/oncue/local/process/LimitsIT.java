package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.Concurrently;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.Engine.Setup;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import dev.oncue.testbed.token.SignedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One tenant wants more than it may have: it is told the rule, and no other notices. */
@Tag("faults")
class LimitsIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String SHOW = "show-42";
  private static final String GREEDY = "greedy";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int OPEN = 50;
  private static final int SCHEDULED = 200;
  private static final int OF_STREAM = 100;
  private static final int STREAMS = 20;
  private static final int TICKETS = 30;
  private static final int KEPT = 10;

  /** How many requests each of so many clients sends beyond a limit. */
  private static final int CLIENTS = 4;

  private static final int MORE = 50;

  @TempDir Path folder;

  private Setup local() {
    return Engine.local(folder)
        .set("ONCUE_JWT_SECRET", SECRET)
        .set("ONCUE_LIMIT_OPEN_POLLS", Integer.toString(OPEN))
        .set("ONCUE_LIMIT_SCHEDULED_POLLS", Integer.toString(SCHEDULED))
        .set("ONCUE_LIMIT_STREAM_POLLS", Integer.toString(OF_STREAM))
        .set("ONCUE_LIMIT_STREAMS", Integer.toString(STREAMS))
        .set("ONCUE_LIMIT_TICKETS", Integer.toString(TICKETS))
        .set("ONCUE_RETENTION_POLLS", Integer.toString(KEPT));
  }

  /** Requests of the greedy tenant. */
  private record Greedy(EngineClient client) {
    String producer() {
      return client.tokens().sign(SignedToken.producer().tenant(GREEDY));
    }

    Answer open(String stream, String poll, String... more) {
      return client.post("/poll-open", producer(), Prepared.pollJson(stream, poll, more));
    }

    Answer schedule(int number) {
      String ahead = "\"opensAt\":\"" + Prepared.ahead(Duration.ofHours(1)) + '"';
      return open("stream-" + number % STREAMS, "later-" + number, ahead);
    }

    Answer close(String stream, String poll) {
      String json = "{\"stream\":\"%s\",\"poll\":\"%s\"}".formatted(stream, poll);
      return client.post("/poll-close", producer(), json);
    }

    Answer react(int number) {
      String viewer = client.tokens().sign(SignedToken.viewer("v" + number).tenant(GREEDY));
      String json = "{\"stream\":\"made-up-%d\",\"emoji\":\"🔥\"}".formatted(number);
      return client.post("/reaction", viewer, json);
    }

    Answer ticket(int number) {
      String json = "{\"stream\":\"stream-0\",\"viewer\":\"v%d\"}".formatted(number);
      return client.post("/tickets", producer(), json);
    }

    Answer poll(String stream, String poll) {
      return client.get("/polls/" + stream + "/" + poll, producer());
    }
  }

  @Test
  void a_greedy_tenant_meets_each_limit_and_nobody_else_notices() throws Exception {
    try (Engine engine = local().start()) {
      EngineClient client = engine.client(SECRET);
      client.open(SHOW, "kept", "");
      client.vote(SHOW, "kept", "ann", "red").require(200);
      JsonNode result = client.close(SHOW, "kept").get("result");
      client.open(SHOW, "on-air", "");
      Greedy greedy = new Greedy(client);
      final long before = pollsInMemory(engine);

      try (SteadyVoter voter = SteadyVoter.start(client, SHOW, "on-air")) {
        meets(
            SCHEDULED,
            greedy::schedule,
            202,
            409,
            "a tenant has at most " + SCHEDULED + " scheduled polls");
        meets(
            OPEN,
            number -> greedy.open("stream-" + number % STREAMS, "now-" + number),
            201,
            409,
            "a tenant has at most " + OPEN + " open polls");
        meets(
            0,
            number -> greedy.open("another-" + number, "q1"),
            201,
            409,
            "a tenant has at most " + STREAMS + " streams with polls or a latency");
        meets(
            STREAMS,
            greedy::react,
            202,
            409,
            "a tenant has at most " + STREAMS + " streams with reactions and no polls");
        meets(
            TICKETS,
            greedy::ticket,
            200,
            429,
            "a tenant gets at most " + TICKETS + " tickets in a minute");
        assertThat(pollsInMemory(engine)).isGreaterThanOrEqualTo(SCHEDULED + OPEN);

        for (int number = 0; number < SCHEDULED; number++) {
          greedy.close("stream-" + number % STREAMS, "later-" + number).require(200);
        }
        for (int number = 0; number < OPEN; number++) {
          greedy.close("stream-" + number % STREAMS, "now-" + number).require(200);
        }
        await("its oldest results go")
            .atMost(TIMEOUT)
            .until(() -> greedy.poll("stream-0", "later-0").status() == 404);
        voter.assertWentOn();
      }

      assertThat(client.poll(SHOW, "kept").get("result")).isEqualTo(result);
      await("memory comes back")
          .atMost(TIMEOUT)
          // A poll that closes may be in use a few times for a moment.
          .until(() -> pollsInMemory(engine) <= before + 3 * KEPT);
      greedy.open("stream-0", "again").require(201);
      assertThat(engine.errors()).isEmpty();
    }
  }

  /**
   * So many are admitted, one after the other; then several clients ask for more at once, and each
   * of their requests is refused with the rule.
   */
  private static void meets(
      int limit, IntFunction<Answer> request, int good, int refused, String rule) {
    for (int number = 0; number < limit; number++) {
      request.apply(number).require(good);
    }
    Concurrently.run(
        CLIENTS,
        thread -> {
          for (int i = 0; i < MORE; i++) {
            Answer answer = request.apply(limit + thread * MORE + i).require(refused);
            assertThat(answer.body().get("detail").asText()).isEqualTo(rule);
          }
          return null;
        });
  }

  /** How many polls are in the heap, after a collection. */
  private static long pollsInMemory(Engine engine) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(engine.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(histogram).contains("java.lang.String");
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length >= 4 && words[3].equals("dev.oncue.poll.Poll"))
        .mapToLong(words -> Long.parseLong(words[1]))
        .sum();
  }

  @Test
  void an_engine_with_lower_limits_keeps_what_there_is() {
    Setup setup = local();
    String soon = "\"opensAt\":\"" + Prepared.ahead(Duration.ofSeconds(20)) + '"';
    try (Engine engine = setup.start()) {
      Greedy greedy = new Greedy(engine.client(SECRET));
      for (int number = 0; number < 5; number++) {
        greedy.open("stream-" + number, "now").require(201);
        greedy.open("stream-" + number, "soon", soon).require(202);
      }
      assertThat(engine.terminate()).isIn(0, 143);
    }
    List.of("OPEN_POLLS", "SCHEDULED_POLLS", "STREAM_POLLS", "STREAMS")
        .forEach(limit -> setup.set("ONCUE_LIMIT_" + limit, "1"));
    try (Engine engine = setup.start()) {
      EngineClient client = engine.client(SECRET);
      Greedy greedy = new Greedy(client);
      greedy.open("stream-0", "more").require(409);
      greedy.open("stream-9", "more").require(409);
      for (int number = 0; number < 5; number++) {
        String stream = "stream-" + number;
        assertThat(greedy.poll(stream, "now").body().get("status").asText()).isEqualTo("open");
        await("a scheduled poll opens by itself")
            .atMost(TIMEOUT)
            .until(() -> greedy.poll(stream, "soon").body().get("status").asText().equals("open"));
        String viewer = client.tokens().sign(SignedToken.viewer("ann").tenant(GREEDY));
        client.post("/vote", viewer, EngineClient.ballot(stream, "soon", "red")).require(200);
      }
    }
  }

  @Test
  void two_instances_keep_to_the_limits_together() {
    GridAccess access = GridAccess.make(folder.resolve("access"));
    try (GridServer server =
            GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
        Engine one = pollOpen(server, access);
        Engine other = pollOpen(server, access)) {
      List<Greedy> producers =
          Stream.of(one, other).map(engine -> new Greedy(engine.client(SECRET))).toList();
      assertThat(admitted(producers, (greedy, number) -> greedy.open("s" + number, "q"), 201))
          .isEqualTo(OPEN);
      assertThat(admitted(producers, Greedy::schedule, 202)).isEqualTo(SCHEDULED);
      assertThat(admitted(producers, Greedy::ticket, 200)).isEqualTo(TICKETS);
    }
  }

  private Engine pollOpen(GridServer server, GridAccess access) {
    return Engine.function("poll-open", folder)
        .onGrid(server.address(), access)
        .set("ONCUE_JWT_SECRET", SECRET)
        .set("ONCUE_LIMIT_OPEN_POLLS", Integer.toString(OPEN))
        .set("ONCUE_LIMIT_SCHEDULED_POLLS", Integer.toString(SCHEDULED))
        .set("ONCUE_LIMIT_TICKETS", Integer.toString(TICKETS))
        .start();
  }

  private interface Request {
    Answer send(Greedy greedy, int number);
  }

  /** How many requests are admitted of more than may be, half of them at each instance. */
  private static long admitted(List<Greedy> producers, Request request, int good) {
    return Concurrently.run(
            2 * CLIENTS,
            thread ->
                IntStream.range(0, MORE)
                    .mapToObj(
                        i ->
                            request.send(
                                producers.get(thread % producers.size()), thread * MORE + i))
                    .peek(answer -> assertThat(answer.status()).isIn(good, 409, 429))
                    .filter(answer -> answer.status() == good)
                    .count())
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
