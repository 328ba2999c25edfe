package dev.oncue.local;

import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers: {@code POST /poll-close}. */
@EngineTest
class PollCloseTest {
  private final Show show = Show.fresh();

  @Test
  void theAnswerIsThePollWithItsFinalCertifiedResult() {
    JsonObject opened = show.opened(show.poll("q1"));
    show.voted("v1", "q1", "red");
    show.voted("v2", "q1", "red");
    show.voted("v3", "q1", "blue");

    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    JsonObject closed = Show.document(show.close("q1"), 200);

    JsonObject result = (JsonObject) closed.remove("result");
    Instant closedAt = Instant.parse((String) closed.remove("closedAt"));
    assertThat(closedAt).isBetween(before, Instant.now());
    assertThat(closed).isEqualTo(opened.put("status", "closed"));
    assertThat(Instant.parse((String) result.remove("asOf"))).isBetween(closedAt, Instant.now());
    assertThat(result)
        .isEqualTo(
            new JsonObject()
                .put("counts", Show.counts("red", 2, "blue", 1))
                .put("ballots", 3)
                .put("final", true)
                .put("certified", true));
  }

  @Test
  void closingTwiceGivesTheIdenticalAnswer() {
    show.opened(show.poll("q1"));
    show.voted("v1", "q1", "red");
    Response first = show.close("q1");
    Response second = show.close("q1");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
  }

  @Test
  void aPollWithoutBallotsHasAResultOfZeros() {
    show.opened(show.poll("q1"));
    JsonObject result = show.result("q1");
    assertThat(result.getJsonObject("counts")).isEqualTo(Show.counts("red", 0, "blue", 0));
    assertThat(result.getInteger("ballots")).isZero();
    assertThat(result.getBoolean("certified")).isTrue();
  }

  @Test
  void aScheduledPollThatIsClosedNeverOpens() {
    Show.document(
        show.open(show.poll("q1").put("opensAt", Show.fromNow(Duration.ofHours(1)))), 202);
    JsonObject closed = Show.document(show.close("q1"), 200);
    assertThat(closed.getString("status")).isEqualTo("closed");
    assertThat(closed.getJsonObject("result").getInteger("ballots")).isZero();
    assertProblem(show.vote("v1", "q1", "red"), 409, "poll-closed");
  }

  @Test
  void graceDoesNotKeepAPollOpenThatIsClosedByHand() {
    show.opened(show.poll("q1").put("duration", "PT60S").put("grace", "PT30S"));
    show.close("q1");
    assertProblem(show.vote("v1", "q1", "red"), 409, "poll-closed");
  }

  @Test
  void thereMustBeSuchAPoll() {
    assertProblem(show.close("q1"), 404, "unknown-poll");
    show.opened(show.poll("q1"));
    assertProblem(show.close("q2"), 404, "unknown-poll");
    assertProblem(new Show(show.tenant(), "show-43").close("q1"), 404, "unknown-poll");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "poll"})
  void bothNamesAreNeeded(String field) {
    JsonObject request = show.reference("q1");
    request.remove(field);
    assertMalformed(Show.post("/poll-close", show.producer(), request), field);
    assertMalformed(Show.post("/poll-close", show.producer(), request.put(field, 7)), field);
    assertMalformed(Show.post("/poll-close", show.producer(), request.put(field, "a/b")), field);
  }
}
