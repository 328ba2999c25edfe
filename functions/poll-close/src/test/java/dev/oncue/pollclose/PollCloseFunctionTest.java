package dev.oncue.pollclose;

import static dev.oncue.http.Answers.event;
import static dev.oncue.http.Answers.finalProblem;
import static dev.oncue.http.Answers.instant;
import static dev.oncue.http.Answers.problem;
import static dev.oncue.http.Answers.send;
import static dev.oncue.http.Answers.structuredEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.oncue.Grid;
import dev.oncue.ballot.Tally;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.PostContract;
import dev.oncue.http.Prepared;
import dev.oncue.http.SignedToken;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.PollStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function poll-close, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class PollCloseFunctionTest extends PostContract {
  private static final String EVENT = "dev.oncue.poll.close.v1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  @Override
  protected Set<String> paths() {
    return Set.of("/poll-close");
  }

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
  protected SignedToken goodToken() {
    return SignedToken.producer();
  }

  @Override
  protected SignedToken wrongGroup() {
    return SignedToken.host();
  }

  @Override
  protected String eventType() {
    return EVENT;
  }

  private String q1() {
    return "{\"stream\":\"" + stream + "\",\"poll\":\"q1\"}";
  }

  private ValidatableResponse close() {
    return send(SignedToken.producer(), q1()).post("/poll-close").then();
  }

  @Test
  void aPollIsClosedWithItsFinalResult() {
    Poll poll = Prepared.open(lifecycle, stream, "\"results\":\"closed\"");
    Prepared.cast(grid, poll, "v1", "red");
    Prepared.cast(grid, poll, "v2", "red");
    Prepared.cast(grid, poll, "v3", "blue");
    close()
        .statusCode(200)
        .body("poll", equalTo("q1"))
        .body("status", equalTo("closed"))
        .body("result.counts", equalTo(Map.of("red", 2, "blue", 1)))
        .body("result.ballots", equalTo(3))
        .body("result.final", equalTo(true))
        .body("result.certified", equalTo(true))
        .body("result.asOf", instant());
  }

  @Test
  void closingTwiceGivesTheSameAnswer() {
    Poll poll = Prepared.open(lifecycle, stream);
    Prepared.cast(grid, poll, "v1", "red");
    String first = close().statusCode(200).extract().asString();
    Prepared.cast(grid, poll, "too-late", "red");
    assertThat(close().statusCode(200).extract().asString()).isEqualTo(first);
  }

  @Test
  void aPollThatIsScheduledIsClosedBeforeItOpens() {
    Prepared.open(lifecycle, stream, "\"opensAt\":\"" + Instant.now().plusSeconds(600) + "\"");
    close().statusCode(200).body("status", equalTo("closed")).body("result.ballots", equalTo(0));
  }

  @Test
  void aPollThatNobodyOpenedIsUnknown() {
    close().spec(problem(404, "unknown-poll"));
  }

  @Test
  void aPollOfAnotherTenantIsUnknown() {
    Poll poll = Prepared.openFor(lifecycle, "another", stream);
    close().spec(problem(404, "unknown-poll"));
    assertThat(Prepared.kept(grid, poll).status(Instant.now())).isEqualTo(PollStatus.OPEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"poll\":\"\"", "\"poll\":7", "\"poll\":null", "\"pol\":\"q1\""})
  void aPollMustBeNamed(String member) {
    send(SignedToken.producer(), "{\"stream\":\"" + stream + "\"," + member + "}")
        .post("/poll-close")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("poll"));
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
    Poll poll = Prepared.open(lifecycle, stream, "\"duration\":\"PT1S\"");
    Prepared.cast(grid, poll, "v1", "red");
    Poll closed =
        await()
            .atMost(PATIENCE)
            .until(
                () -> Prepared.kept(grid, poll),
                kept -> kept.isSettled() && kept.result().certified());
    assertThat(closed.closedAt()).isEqualTo(poll.window().closesAt());
    assertThat(closed.result().tally()).isEqualTo(Tally.of(1, 1, 0));
    assertThat(closed.result().asOf()).isAfterOrEqualTo(poll.window().closesAt());
  }

  @Test
  void aPollClosesByItselfOnlyAfterItsGrace() {
    Poll poll = Prepared.open(lifecycle, stream, "\"duration\":\"PT0.5S\"", "\"grace\":\"PT1S\"");
    Poll closed = await().atMost(PATIENCE).until(() -> Prepared.kept(grid, poll), Poll::isSettled);
    assertThat(closed.result().asOf()).isAfterOrEqualTo(poll.window().closesAt().plusSeconds(1));
  }

  @Test
  void aPollWithoutADurationStaysOpen() {
    Poll lasting = Prepared.open(lifecycle, stream);
    Poll brief = Prepared.open(lifecycle, stream + "-2", "\"duration\":\"PT1S\"");
    await().atMost(PATIENCE).until(() -> Prepared.kept(grid, brief).isSettled());
    assertThat(Prepared.kept(grid, lasting)).isEqualTo(lasting);
  }
}
