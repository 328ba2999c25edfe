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
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.token.SignedToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged functions on a real Infinispan server. */
@Tag("grid")
class GridOfServersIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String STREAM = "show-42";

  /** A grid that is right again is found in a few seconds, also on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  @TempDir Path folder;

  private GridAccess access;

  @BeforeEach
  void makeAccess() {
    access = GridAccess.make(folder.resolve("access"));
  }

  private Setup function(String module, String servers) {
    return Engine.function(module, folder).set("ONCUE_JWT_SECRET", SECRET).onGrid(servers, access);
  }

  private static void awaitReady(List<Engine> engines) {
    await("readiness").atMost(TIMEOUT).until(() -> engines.stream().allMatch(e -> e.isUp("ready")));
  }

  private static void awaitReason(List<Engine> engines, String reason) {
    for (Engine engine : engines) {
      await(reason).atMost(TIMEOUT).until(() -> !engine.isUp("ready"));
      await(reason)
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(engine.reason()).startsWith(reason));
      assertThat(engine.isUp("live")).isTrue();
    }
  }

  private static void assertUnavailable(Callable<Answer> request) throws Exception {
    long start = System.nanoTime();
    JsonNode problem = request.call().require(503).body();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    assertThat(problem.get("type").asText()).isEqualTo("urn:oncue:problem:grid-unavailable");
  }

  @Test
  void functions_start_before_their_grid_and_outlive_it() throws Exception {
    int port = Ports.free();
    String address = "127.0.0.1:" + port;
    String nobodyThere = "no server of the grid can be reached: " + address;
    try (Engine opening = function("poll-open", address).startAlive();
        Engine closing = function("poll-close", address).startAlive();
        Engine voting = function("vote", address).startAlive();
        Engine live = function("live", address).startAlive()) {
      List<Engine> all = List.of(opening, closing, voting, live);
      EngineClient producer = opening.client(SECRET);
      EngineClient viewer = voting.client(SECRET);
      EngineClient screen = live.client(SECRET);
      String seat = screen.tokens().sign(SignedToken.viewer("ann").stream(STREAM));

      awaitReason(all, nobodyThere);
      assertUnavailable(() -> viewer.vote(STREAM, "q1", "ann", "red"));
      assertUnavailable(() -> screen.get("/streams/" + STREAM + "/state", seat));
      assertUnavailable(() -> screen.get("/streams/" + STREAM + "/feed", seat));
      assertUnavailable(() -> screen.get("/polls/" + STREAM + "/q1", seat));
      assertUnavailable(() -> producer.post("/poll-open", producer.tokens().producer(), POLL));

      Functions functions = Functions.of(producer, closing.client(SECRET), viewer, screen);
      WholeShow show;
      EventStream feed;
      try (GridServer server = GridServer.alone(access, folder.resolve("server"), port).start()) {
        awaitReady(all);
        producer.open(STREAM, "q1", "");
        await("the poll at the function vote")
            .atMost(TIMEOUT)
            .until(() -> viewer.vote(STREAM, "q1", "ann", "red").status() == 200);
        show = WholeShow.begin("whole-show", functions);
        feed = screen.feed(STREAM, seat);
        assertThat(feed.awaitState().at("/polls/0/ballot/options/0").asText()).isEqualTo("red");
        server.kill();
        assertUnavailable(() -> viewer.vote(STREAM, "q1", "bob", "red"));
        awaitReason(all, nobodyThere);
        assertUnavailable(() -> viewer.vote(STREAM, "q1", "bob", "red"));
        assertUnavailable(() -> screen.get("/streams/" + STREAM + "/state", seat));
      }
      try (feed;
          GridServer server = GridServer.alone(access, folder.resolve("server"), port).start()) {
        awaitReady(all);
        viewer.vote(STREAM, "q1", "ann", "red").require(200);
        viewer.vote(STREAM, "q1", "ann", "blue").require(409);
        producer.open(STREAM, "q2", "");
        feed.awaitEvent("poll-opened", event -> event.data().get("poll").asText().equals("q2"));
        viewer.vote(STREAM, "q2", "ann", "blue").require(200);
        show.goesOn(functions);
      }
      for (Engine engine : all) {
        assertThat(engine.out().lines().filter(line -> line.contains(nobodyThere)).count())
            .as(engine.out())
            .isBetween(2L, 3L);
        assertThat(engine.out()).doesNotContain(" ERROR ", "\tat ");
        assertThat(engine.err()).isEmpty();
      }
    }
  }

  private static final String POLL =
      """
      { "stream": "show-42", "poll": "q1", "question": "Which colour?",
        "options": [ { "id": "red", "text": "Red" }, { "id": "blue", "text": "Blue" } ] }
      """;

  @Test
  void a_login_over_tls_is_told_right_from_wrong() throws Exception {
    try (GridServer server =
        GridServer.alone(access, folder.resolve("server"), Ports.free()).start()) {
      Setup right = function("vote", server.address());
      Setup wrong = function("vote", server.address()).set("ONCUE_GRID_PASSWORD", "wrong-1");
      try (Engine admitted = right.start();
          Engine refused = wrong.startAlive()) {
        admitted.client(SECRET).vote(STREAM, "none", "ann", "red").require(404);
        String reason = "the grid's servers refuse the login of ONCUE_GRID_USER vote";
        awaitReason(List.of(refused), reason);
        assertUnavailable(() -> refused.client(SECRET).vote(STREAM, "none", "ann", "red"));
        assertThat(refused.out()).containsOnlyOnce(reason).doesNotContain("wrong-1", " ERROR ");
        assertThat(refused.err()).isEmpty();
      }
    }
  }
}
