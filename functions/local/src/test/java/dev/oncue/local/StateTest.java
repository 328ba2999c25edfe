package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.contract.StateContract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The contract of state, polls and time on the whole engine, where all answers agree. */
@EngineTest
class StateTest extends StateContract {
  private final Show show = Show.fresh();

  @Test
  void theStateHasAllThatAClientMustKnow() {
    JsonObject first = show.opened(show.poll("q1"));
    JsonObject second =
        Show.document(
            show.open(show.poll("q2").put("opensAt", Show.fromNow(Duration.ofHours(1)))), 202);
    JsonObject cast = show.voted("v1", "q1", "red");
    show.react("v1", "\uD83D\uDD25");

    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    JsonObject state = Show.document(show.state(show.viewer("v1")), 200);

    assertThat(state.fieldNames())
        .containsExactlyInAnyOrder("now", "stream", "cursor", "viewers", "polls", "reactions");
    assertThat(state.getString("now"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(Instant.parse(state.getString("now"))).isBetween(before, Instant.now());
    assertThat(state.getString("stream")).isEqualTo(show.stream());
    assertThat(state.getString("cursor")).isNotBlank();
    assertThat(state.getInteger("viewers")).isZero();
    assertThat(state.getJsonObject("reactions")).isEqualTo(Show.counts("\uD83D\uDD25", 1));
    assertThat(state.getJsonArray("polls")).hasSize(2);

    JsonObject open = show.pollInState(show.viewer("v1"), "q1");
    JsonObject ballot = (JsonObject) open.remove("ballot");
    JsonObject result = (JsonObject) open.remove("result");
    assertThat(open).isEqualTo(first);
    assertThat(ballot.getJsonArray("options")).isEqualTo(new JsonArray().add("red"));
    assertThat(ballot.getString("receipt")).isEqualTo(cast.getString("receipt"));
    assertThat(result.getJsonObject("counts")).isEqualTo(Show.counts("red", 1, "blue", 0));
    assertThat(result.getInteger("ballots")).isEqualTo(1);

    JsonObject scheduled = show.pollInState(show.viewer("v1"), "q2");
    scheduled.remove("result");
    assertThat(scheduled).isEqualTo(second);
  }

  @Test
  void theBallotIsThereAfterTheClose() {
    show.opened(show.poll("q1"));
    JsonObject cast = show.voted("v1", "q1", "red");
    JsonObject result = show.result("q1");
    JsonObject poll = show.pollInState(show.viewer("v1"), "q1");
    assertThat(poll.getString("status")).isEqualTo("closed");
    assertThat(poll.getJsonObject("result")).isEqualTo(result);
    assertThat(poll.getJsonObject("ballot").getString("receipt"))
        .isEqualTo(cast.getString("receipt"));
  }

  @Test
  void aPollIsGivenAsItStands() {
    JsonObject opened = show.opened(show.poll("q1"));
    JsonObject open = Show.document(show.getPoll(show.viewer("v1"), "q1"), 200);
    assertThat(((JsonObject) open.remove("result")).getBoolean("final")).isFalse();
    assertThat(open).isEqualTo(opened);

    JsonObject closed = Show.document(show.close("q1"), 200);
    assertThat(Show.document(show.getPoll(show.viewer("v1"), "q1"), 200)).isEqualTo(closed);
  }
}
