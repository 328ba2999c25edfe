package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sees counts, in a stream's state and in {@code GET /polls/{stream}/{poll}}. */
@EngineTest
class ResultVisibilityTest {
  private final Show show = Show.fresh();

  @Test
  void liveResultsAreSeenByAll() {
    show.opened(show.poll("q1").put("results", "live"));
    show.voted("v1", "q1", "red");
    for (String token : List.of(show.viewer("v2"), show.host(), show.producer())) {
      assertLive(pollGiven(token));
      assertLive(show.pollInState(token, "q1"));
    }
  }

  @Test
  void closedResultsAreHiddenFromViewersUntilTheClose() {
    show.opened(show.poll("q1").put("results", "closed"));
    show.voted("v1", "q1", "red");

    for (String viewer : List.of(show.viewer("v1"), show.viewer("v2"))) {
      assertThat(pollGiven(viewer).containsKey("result")).isFalse();
      assertThat(show.pollInState(viewer, "q1").containsKey("result")).isFalse();
    }
    for (String host : List.of(show.host(), show.producer(), show.token("b", "viewer", "host"))) {
      assertLive(pollGiven(host));
      assertLive(show.pollInState(host, "q1"));
    }

    JsonObject result = show.result("q1");
    for (String token : List.of(show.viewer("v2"), show.host(), show.producer())) {
      assertThat(pollGiven(token).getJsonObject("result")).isEqualTo(result);
      assertThat(show.pollInState(token, "q1").getJsonObject("result")).isEqualTo(result);
    }
  }

  @Test
  void aViewerSeesTheOwnBallotWhileCountsAreHidden() {
    show.opened(show.poll("q1").put("results", "closed"));
    JsonObject cast = show.voted("v1", "q1", "red");
    JsonObject ballot = show.pollInState(show.viewer("v1"), "q1").getJsonObject("ballot");
    assertThat(ballot.getString("receipt")).isEqualTo(cast.getString("receipt"));
  }

  private JsonObject pollGiven(String token) {
    return Show.document(show.getPoll(token, "q1"), 200);
  }

  private static void assertLive(JsonObject poll) {
    JsonObject result = poll.getJsonObject("result").copy();
    assertThat(Instant.parse((String) result.remove("asOf"))).isBeforeOrEqualTo(Instant.now());
    assertThat(result)
        .isEqualTo(
            new JsonObject()
                .put("counts", Show.counts("red", 1, "blue", 0))
                .put("ballots", 1)
                .put("final", false)
                .put("certified", false));
  }
}
