package dev.oncue.local;

import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Viewers: {@code POST /vote}. */
@EngineTest
class VoteTest {
  private final Show show = Show.fresh();

  @Test
  void anAcceptedBallotIsAnsweredWithAReceipt() {
    show.opened(show.poll("q1"));
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    JsonObject answer = show.voted("v1", "q1", "red");

    assertThat(Instant.parse(answer.getString("castAt"))).isBetween(before, Instant.now());
    assertThat(answer.getString("receipt")).isNotBlank();
    assertThat(answer.fieldNames())
        .containsExactlyInAnyOrder("outcome", "stream", "poll", "options", "castAt", "receipt");
    assertThat(answer.getString("outcome")).isEqualTo("accepted");
    assertThat(answer.getString("stream")).isEqualTo(show.stream());
    assertThat(answer.getString("poll")).isEqualTo("q1");
    assertThat(answer.getJsonArray("options")).isEqualTo(new JsonArray().add("red"));
  }

  @Test
  void optionIsShortForOneOfOptions() {
    show.opened(show.poll("q1"));
    Response response =
        Show.post("/vote", show.viewer("v1"), show.reference("q1").put("option", "blue"));
    JsonObject answer = Show.document(response, 200);
    assertThat(answer.getJsonArray("options")).isEqualTo(new JsonArray().add("blue"));
    assertThat(show.voted("v1", "q1", "blue")).isEqualTo(answer);
  }

  @Test
  void optionAndOptionsTogetherAreRefused() {
    show.opened(show.poll("q1"));
    JsonObject both = show.ballot("q1", "red").put("option", "red");
    assertMalformed(Show.post("/vote", show.viewer("v1"), both), "option");
  }

  @Test
  void aRetryHasTheSameReceiptAndCountsOnce() {
    show.opened(show.poll("q1"));
    JsonObject first = show.voted("v1", "q1", "red");
    for (int retry = 0; retry < 5; retry++) {
      assertThat(show.voted("v1", "q1", "red")).isEqualTo(first);
    }
    JsonObject result = show.result("q1");
    assertThat(result.getInteger("ballots")).isEqualTo(1);
    assertThat(result.getJsonObject("counts")).isEqualTo(Show.counts("red", 1, "blue", 0));
  }

  @Test
  void aRetryAfterTheCloseIsStillTold() {
    show.opened(show.poll("q1"));
    JsonObject first = show.voted("v1", "q1", "red");
    show.close("q1");
    assertThat(show.voted("v1", "q1", "red")).isEqualTo(first);
    assertProblem(show.vote("v1", "q1", "blue"), 409, "poll-closed");
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(1);
  }

  @Test
  void receiptsDifferBetweenViewersPollsAndBallots() {
    show.opened(show.poll("q1").put("revote", true));
    show.opened(show.poll("q2"));
    assertThat(
            Set.of(
                show.voted("v1", "q1", "red").getString("receipt"),
                show.voted("v1", "q1", "blue").getString("receipt"),
                show.voted("v2", "q1", "red").getString("receipt"),
                show.voted("v1", "q2", "red").getString("receipt")))
        .hasSize(4);
  }

  @Test
  void anotherBallotIsRefusedAndToldWhatCounts() {
    show.opened(show.poll("q1"));
    show.voted("v1", "q1", "red");

    JsonObject problem = assertProblem(show.vote("v1", "q1", "blue"), 409, "already-voted");

    assertThat(problem.getJsonArray("options")).isEqualTo(new JsonArray().add("red"));
    assertThat(show.result("q1").getJsonObject("counts"))
        .isEqualTo(Show.counts("red", 1, "blue", 0));
  }

  @Test
  void aRevoteReplacesTheEarlierBallot() {
    show.opened(show.poll("q1").put("revote", true));
    JsonObject first = show.voted("v1", "q1", "red");
    JsonObject changed = show.voted("v1", "q1", "blue");

    assertThat(first.getString("outcome")).isEqualTo("accepted");
    assertThat(changed.getString("outcome")).isEqualTo("changed");
    assertThat(changed.getJsonArray("options")).isEqualTo(new JsonArray().add("blue"));
    assertThat(changed.getString("receipt")).isNotEqualTo(first.getString("receipt"));
    assertThat(show.voted("v1", "q1", "blue").getString("receipt"))
        .isEqualTo(changed.getString("receipt"));
    JsonObject result = show.result("q1");
    assertThat(result.getInteger("ballots")).isEqualTo(1);
    assertThat(result.getJsonObject("counts")).isEqualTo(Show.counts("red", 0, "blue", 1));
  }

  @Test
  void votesAndBallotsAreDifferentCounts() {
    show.opened(show.poll("q1").put("options", Show.options("a", "b", "c")).put("maxOptions", 2));
    show.voted("v1", "q1", "a", "b");
    show.voted("v2", "q1", "c", "a");
    show.voted("v3", "q1", "a");
    assertProblem(show.vote("v4", "q1", "a", "b", "c"), 422, "too-many-options");

    JsonObject result = show.result("q1");

    assertThat(result.getJsonObject("counts")).isEqualTo(Show.counts("a", 3, "b", 1, "c", 1));
    assertThat(result.getInteger("ballots")).isEqualTo(3);
    assertThat(result.getBoolean("certified")).isTrue();
  }

  @Test
  void theOrderOfOptionsMakesNoOtherBallot() {
    show.opened(show.poll("q1").put("options", Show.options("a", "b", "c")).put("maxOptions", 2));
    JsonObject first = show.voted("v1", "q1", "a", "b");
    assertThat(show.voted("v1", "q1", "b", "a")).isEqualTo(first);
    JsonObject problem = assertProblem(show.vote("v1", "q1", "a"), 409, "already-voted");
    assertThat(problem.getJsonArray("options")).isEqualTo(new JsonArray().add("a").add("b"));
  }

  @Test
  void allThirtyTwoOptionsCount() {
    JsonArray options = PollOpenTest.manyOptions(32);
    show.opened(show.poll("q1").put("options", options).put("maxOptions", 32));
    String[] all = IntStream.range(0, 32).mapToObj(i -> "o" + i).toArray(String[]::new);
    show.voted("v1", "q1", all);
    show.voted("v2", "q1", "o31");
    JsonObject counts = show.result("q1").getJsonObject("counts");
    assertThat(counts.getInteger("o31")).isEqualTo(2);
    for (int i = 0; i < 31; i++) {
      assertThat(counts.getInteger("o" + i)).isEqualTo(1);
    }
  }

  @Test
  void optionsMustBelongToThePoll() {
    show.opened(show.poll("q1").put("maxOptions", 2));
    assertProblem(show.vote("v1", "q1", "green"), 422, "unknown-option");
    assertProblem(show.vote("v1", "q1", "red", "green"), 422, "unknown-option");
    assertProblem(show.vote("v1", "q1", "Red"), 422, "unknown-option");
    assertThat(show.result("q1").getInteger("ballots")).isZero();
  }

  @Test
  void optionsAreGivenOnceEachAndAtLeastOne() {
    show.opened(show.poll("q1").put("maxOptions", 2));
    assertMalformed(show.vote("v1", "q1"), "options");
    assertMalformed(show.vote("v1", "q1", "red", "red"), "options");
    assertMalformed(Show.post("/vote", show.viewer("v1"), show.reference("q1")), "options");
    assertThat(show.result("q1").getInteger("ballots")).isZero();
  }

  @Test
  void aPollThatIsNotOpenYetTakesNone() {
    show.open(show.poll("q1").put("opensAt", Show.fromNow(Duration.ofHours(1))));
    assertProblem(show.vote("v1", "q1", "red"), 409, "poll-not-open");
  }

  @Test
  void aClosedPollTakesNone() {
    show.opened(show.poll("q1"));
    show.close("q1");
    assertProblem(show.vote("v1", "q1", "red"), 409, "poll-closed");
  }

  @Test
  void thereMustBeSuchAPoll() {
    assertProblem(show.vote("v1", "q1", "red"), 404, "unknown-poll");
    show.opened(show.poll("q1"));
    assertProblem(show.vote("v1", "q2", "red"), 404, "unknown-poll");
    assertProblem(new Show(show.tenant(), "show-43").vote("v1", "q1", "red"), 404, "unknown-poll");
  }

  @Test
  void theBodyCannotNameAnotherViewer() {
    show.opened(show.poll("q1"));
    JsonObject disguised = show.ballot("q1", "red").put("viewer", "v2").put("sub", "v2");
    Show.document(Show.post("/vote", show.viewer("v1"), disguised), 200);
    assertThat(show.voted("v2", "q1", "blue").getString("outcome")).isEqualTo("accepted");
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(2);
  }
}
