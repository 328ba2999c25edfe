package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.event;
import static dev.oncue.testbed.Answers.finalProblem;
import static dev.oncue.testbed.Answers.instant;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static dev.oncue.testbed.Answers.structuredEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.ballot.Tally;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollStatus;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers: {@code POST /poll-close}; and polls that close by themselves. */
public abstract class PollCloseContract extends EventContract {
  private static final String EVENT = "dev.oncue.poll.close.v1";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Override
  protected String path() {
    return "/poll-close";
  }

  @Override
  protected String goodBody() {
    String own = Prepared.freshStream();
    Prepared.open(lifecycle, own);
    return "{\"stream\":\"" + own + "\",\"poll\":\"q1\"}";
  }

  @Override
  protected int goodStatus() {
    return 200;
  }

  @Override
  protected String eventType() {
    return EVENT;
  }

  private String q1() {
    return "{\"stream\":\"" + stream + "\",\"poll\":\"q1\"}";
  }

  private ValidatableResponse close() {
    return close(q1());
  }

  private static ValidatableResponse close(String body) {
    return send(SignedToken.producer(), body).post("/poll-close").then();
  }

  @Test
  void aPollIsClosedWithItsFinalResult() {
    Poll poll = Prepared.open(lifecycle, stream, "\"results\":\"closed\"");
    Prepared.cast(grid, poll, "v1", "red");
    Prepared.cast(grid, poll, "v2", "red");
    Prepared.cast(grid, poll, "v3", "blue");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Object> closed =
        close()
            .statusCode(200)
            .contentType(startsWith("application/json"))
            .body("closedAt", instant())
            .body("result.asOf", instant())
            .extract()
            .path("");
    Instant closedAt = Instant.parse((String) closed.remove("closedAt"));
    assertThat(closedAt).isBetween(before, Instant.now());
    @SuppressWarnings("unchecked")
    Map<String, Object> result = (Map<String, Object>) closed.remove("result");
    assertThat(Instant.parse((String) result.remove("asOf"))).isBetween(closedAt, Instant.now());
    assertThat(result)
        .isEqualTo(
            Map.of(
                "counts",
                Map.of("red", 2, "blue", 1),
                "ballots",
                3,
                "final",
                true,
                "certified",
                true));
    assertThat(closed)
        .containsEntry("poll", "q1")
        .containsEntry("status", "closed")
        .containsEntry("opensAt", Json.instant(poll.window().opensAt()))
        .containsOnlyKeys(
            "stream",
            "poll",
            "question",
            "options",
            "opensAt",
            "grace",
            "maxOptions",
            "revote",
            "results",
            "status");
  }

  @Test
  void closingTwiceGivesTheIdenticalAnswer() {
    Poll poll = Prepared.open(lifecycle, stream);
    Prepared.cast(grid, poll, "v1", "red");
    byte[] first = close().statusCode(200).extract().asByteArray();
    Prepared.cast(grid, poll, "too-late", "red");
    assertThat(close().statusCode(200).extract().asByteArray()).isEqualTo(first);
  }

  @Test
  void aPollWithoutBallotsHasAResultOfZeros() {
    Prepared.open(lifecycle, stream);
    close()
        .statusCode(200)
        .body("result.counts", equalTo(Map.of("red", 0, "blue", 0)))
        .body("result.ballots", equalTo(0))
        .body("result.certified", equalTo(true));
  }

  @Test
  void aPollThatIsScheduledIsClosedBeforeItOpens() {
    Prepared.open(lifecycle, stream, "\"opensAt\":\"" + Prepared.ahead(Duration.ofHours(1)) + "\"");
    close().statusCode(200).body("status", equalTo("closed")).body("result.ballots", equalTo(0));
  }

  @Test
  void aPollThatNobodyOpenedIsUnknown() {
    close().spec(problem(404, "unknown-poll"));
    Prepared.open(lifecycle, stream);
    close(q1().replace("q1", "q2")).spec(problem(404, "unknown-poll"));
    close(q1().replace(stream, "another")).spec(problem(404, "unknown-poll"));
  }

  @Test
  void aPollOfAnotherTenantIsUnknown() {
    Poll poll = Prepared.openFor(lifecycle, "another", stream);
    close().spec(problem(404, "unknown-poll"));
    assertThat(Prepared.kept(grid, poll).status(Instant.now())).isEqualTo(PollStatus.OPEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "poll"})
  void bothNamesAreNeeded(String field) {
    for (String value : List.of("\"\"", "7", "null", "\"a/b\"")) {
      refused(field, "\"" + field + "\":" + value);
    }
    refused(field, "\"other\":\"q1\"");
  }

  private void refused(String field, String member) {
    close(q1().replaceFirst("\"" + field + "\":\"[^\"]*\"", member))
        .spec(problem(400, "malformed"))
        .body("detail", startsWith(field));
  }

  @Test
  void anEventClosesAPoll() {
    Poll poll = Prepared.open(lifecycle, stream);
    Prepared.cast(grid, poll, "v1", "blue");
    event(SignedToken.producer(), EVENT, stream, q1())
        .post("/")
        .then()
        .statusCode(200)
        .header("ce-type", EVENT + ".output")
        .body("result.counts.blue", equalTo(1));
    structuredEvent(SignedToken.producer(), EVENT, stream + "-2", q1())
        .post("/")
        .then()
        .statusCode(200)
        .body("data.result.ballots", equalTo(1));
  }

  @Test
  void anEventForAPollThatNobodyOpenedIsNotTriedAgain() {
    event(SignedToken.producer(), EVENT, stream, q1())
        .post("/")
        .then()
        .spec(finalProblem("unknown-poll"));
  }

  @Test
  void aPollWithADurationClosesByItself() {
    Poll poll = Prepared.open(lifecycle, stream, "\"duration\":\"PT0.5S\"");
    Prepared.cast(grid, poll, "v1", "red");
    Poll closed =
        await()
            .atMost(TIMEOUT)
            .until(
                () -> Prepared.kept(grid, poll),
                kept -> kept.isSettled() && kept.result().certified());
    assertThat(closed.closedAt()).isEqualTo(poll.window().closesAt());
    assertThat(closed.result().tally()).isEqualTo(Tally.of(1, 1, 0));
    assertThat(closed.result().asOf()).isAfterOrEqualTo(poll.window().closesAt());
  }

  @Test
  void aPollClosesByItselfOnlyAfterItsGrace() {
    Poll poll = Prepared.open(lifecycle, stream, "\"duration\":\"PT0.2S\"", "\"grace\":\"PT0.5S\"");
    Poll closed = await().atMost(TIMEOUT).until(() -> Prepared.kept(grid, poll), Poll::isSettled);
    assertThat(closed.result().asOf()).isAfterOrEqualTo(poll.window().closesAt().plusMillis(500));
  }

  @Test
  void aPollWithoutADurationStaysOpen() {
    Poll lasting = Prepared.open(lifecycle, stream);
    Poll brief = Prepared.open(lifecycle, stream + "-2", "\"duration\":\"PT0.3S\"");
    await().atMost(TIMEOUT).until(() -> Prepared.kept(grid, brief).isSettled());
    assertThat(Prepared.kept(grid, lasting)).isEqualTo(lasting);
  }
}
