package dev.oncue.vote;

import static dev.oncue.http.Answers.event;
import static dev.oncue.http.Answers.finalProblem;
import static dev.oncue.http.Answers.instant;
import static dev.oncue.http.Answers.problem;
import static dev.oncue.http.Answers.send;
import static dev.oncue.http.Answers.structuredEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;

import dev.oncue.Grid;
import dev.oncue.ballot.Tally;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.PostContract;
import dev.oncue.http.Prepared;
import dev.oncue.http.SignedToken;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function vote, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class VoteFunctionTest extends PostContract {
  private static final String EVENT = "dev.oncue.vote.cast.v1";

  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  @Override
  protected Set<String> paths() {
    return Set.of("/vote");
  }

  @Override
  protected String path() {
    return "/vote";
  }

  @Override
  protected String goodBody() {
    String own = Prepared.freshStream();
    Prepared.open(lifecycle, own);
    return "{\"stream\":\"" + own + "\",\"poll\":\"q1\",\"options\":[\"red\"]}";
  }

  @Override
  protected int goodStatus() {
    return 200;
  }

  @Override
  protected SignedToken goodToken() {
    return SignedToken.viewer("v1");
  }

  @Override
  protected SignedToken wrongGroup() {
    return SignedToken.producer();
  }

  @Override
  protected String eventType() {
    return EVENT;
  }

  private String ballot(String members) {
    return "{\"stream\":\"" + stream + "\",\"poll\":\"q1\"," + members + "}";
  }

  private ValidatableResponse vote(String viewer, String members) {
    return send(SignedToken.viewer(viewer), ballot(members)).post("/vote").then();
  }

  private Tally tally(Poll poll) {
    return grid.ballotBoxes().tally(poll).toCompletableFuture().join();
  }

  @Test
  void aBallotIsAccepted() {
    Poll poll = Prepared.open(lifecycle, stream);
    vote("v1", "\"options\":[\"blue\"]")
        .statusCode(200)
        .contentType("application/json")
        .body("outcome", equalTo("accepted"))
        .body("stream", equalTo(stream))
        .body("poll", equalTo("q1"))
        .body("options", equalTo(List.of("blue")))
        .body("castAt", instant())
        .body("receipt", matchesPattern("[A-Za-z0-9_-]{22}"));
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 0, 1));
  }

  @Test
  void oneOptionMayBeNamedInShort() {
    Poll poll = Prepared.open(lifecycle, stream);
    vote("v1", "\"option\":\"red\"").statusCode(200).body("options", hasItems("red"));
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void aRetryIsGivenTheSameReceiptAndCountsOnce() {
    Poll poll = Prepared.open(lifecycle, stream);
    String receipt = vote("v1", "\"option\":\"red\"").extract().path("receipt");
    vote("v1", "\"options\":[\"red\"]")
        .statusCode(200)
        .body("outcome", equalTo("accepted"))
        .body("receipt", equalTo(receipt));
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void anotherBallotOfTheSameViewerIsRefusedWithTheOneThatCounts() {
    Poll poll = Prepared.open(lifecycle, stream);
    vote("v1", "\"option\":\"red\"").statusCode(200);
    vote("v1", "\"option\":\"blue\"")
        .spec(problem(409, "already-voted"))
        .body("options", equalTo(List.of("red")));
    vote("v2", "\"option\":\"blue\"").statusCode(200);
    assertThat(tally(poll)).isEqualTo(Tally.of(2, 1, 1));
  }

  @Test
  void aBallotIsChangedWhereThePollAllowsIt() {
    Poll poll = Prepared.open(lifecycle, stream, "\"revote\":true");
    String first = vote("v1", "\"option\":\"red\"").extract().path("receipt");
    String second =
        vote("v1", "\"option\":\"blue\"")
            .statusCode(200)
            .body("outcome", equalTo("changed"))
            .body("options", equalTo(List.of("blue")))
            .extract()
            .path("receipt");
    assertThat(second).isNotEqualTo(first);
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 0, 1));
  }

  @Test
  void aBallotMayNameAsManyOptionsAsThePollAllows() {
    Poll poll = Prepared.open(lifecycle, stream, "\"maxOptions\":2");
    vote("v1", "\"options\":[\"blue\",\"red\"]").statusCode(200).body("options.size()", equalTo(2));
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 1));
  }

  @Test
  void tooManyOptionsAreRefused() {
    Poll poll = Prepared.open(lifecycle, stream);
    vote("v1", "\"options\":[\"blue\",\"red\"]").spec(problem(422, "too-many-options"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  @Test
  void anOptionThatThePollDoesNotHaveIsRefused() {
    Poll poll = Prepared.open(lifecycle, stream);
    vote("v1", "\"option\":\"green\"")
        .spec(problem(422, "unknown-option"))
        .body("detail", containsString("green"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  @Test
  void aPollThatNobodyOpenedIsUnknown() {
    vote("v1", "\"option\":\"red\"").spec(problem(404, "unknown-poll"));
  }

  @Test
  void aPollOfAnotherTenantIsUnknown() {
    Poll poll = Prepared.openFor(lifecycle, "another", stream);
    vote("v1", "\"option\":\"red\"").spec(problem(404, "unknown-poll"));
    send(SignedToken.viewer("v1").tenant("another"), ballot("\"option\":\"red\""))
        .post("/vote")
        .then()
        .statusCode(200);
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void aPollThatIsScheduledIsNotOpen() {
    Prepared.open(lifecycle, stream, "\"opensAt\":\"" + Instant.now().plusSeconds(600) + "\"");
    vote("v1", "\"option\":\"red\"").spec(problem(409, "poll-not-open"));
  }

  @Test
  void aClosedPollTakesNoBallotButKnowsThoseItTook() {
    Poll poll = Prepared.open(lifecycle, stream);
    String receipt = vote("v1", "\"option\":\"red\"").extract().path("receipt");
    lifecycle.close(poll.id()).toCompletableFuture().join();
    vote("v2", "\"option\":\"red\"").spec(problem(409, "poll-closed"));
    vote("v1", "\"option\":\"blue\"").spec(problem(409, "poll-closed"));
    vote("v1", "\"option\":\"red\"")
        .statusCode(200)
        .body("outcome", equalTo("accepted"))
        .body("receipt", equalTo(receipt));
    assertThat(Prepared.kept(grid, poll).result().tally()).isEqualTo(Tally.of(1, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"options\":[]",
        "\"options\":\"red\"",
        "\"options\":[1]",
        "\"options\":[null]",
        "\"options\":[\"red\",\"red\"]",
        "\"options\":null",
        "\"option\":[\"red\"]",
        "\"option\":\"\"",
        "\"option\":\"red\",\"options\":[\"red\"]",
        "\"other\":1"
      })
  void aBallotOfTheWrongFormIsRefused(String members) {
    Poll poll = Prepared.open(lifecycle, stream);
    vote("v1", members).spec(problem(400, "malformed")).body("detail", containsString("option"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  @Test
  void aTokenForTheStreamIsEnough() {
    Prepared.open(lifecycle, stream);
    send(SignedToken.viewer("v1").stream(stream), ballot("\"option\":\"red\""))
        .post("/vote")
        .then()
        .statusCode(200);
  }

  @Test
  void anEventCastsTheBallotOfTheViewerItNames() {
    Poll poll = Prepared.open(lifecycle, stream);
    event(SignedToken.producer(), EVENT, stream, ballot("\"viewer\":\"v1\",\"option\":\"red\""))
        .post("/")
        .then()
        .statusCode(200)
        .header("ce-type", EVENT + ".output")
        .body("outcome", equalTo("accepted"));
    vote("v1", "\"option\":\"blue\"").spec(problem(409, "already-voted"));
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void anEventMayBeOneDocument() {
    Poll poll = Prepared.open(lifecycle, stream);
    structuredEvent(
            SignedToken.producer(), EVENT, stream, ballot("\"viewer\":\"v1\",\"option\":\"red\""))
        .post("/")
        .then()
        .statusCode(200)
        .body("data.outcome", equalTo("accepted"));
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void anEventThatIsDeliveredAgainHasEffectOnce() {
    Poll poll = Prepared.open(lifecycle, stream, "\"revote\":true");
    String red = ballot("\"viewer\":\"v1\",\"option\":\"red\"");
    String first =
        event(SignedToken.producer(), EVENT, stream, red).post("/").then().extract().asString();
    vote("v1", "\"option\":\"blue\"").body("outcome", equalTo("changed"));
    String again =
        event(SignedToken.producer(), EVENT, stream, red)
            .post("/")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(again).isEqualTo(first);
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 0, 1));
  }

  @Test
  void anEventThatCanNeverSucceedIsNotAnsweredWithWhatABrokerTriesAgain() {
    event(SignedToken.producer(), EVENT, stream, ballot("\"viewer\":\"v1\",\"option\":\"red\""))
        .post("/")
        .then()
        .spec(finalProblem("unknown-poll"));
    Poll poll = Prepared.open(lifecycle, stream);
    lifecycle.close(poll.id()).toCompletableFuture().join();
    event(SignedToken.producer(), EVENT, stream, ballot("\"viewer\":\"v1\",\"option\":\"red\""))
        .post("/")
        .then()
        .spec(finalProblem("poll-closed"));
  }

  @Test
  void anEventMustNameItsViewer() {
    Prepared.open(lifecycle, stream);
    event(SignedToken.producer(), EVENT, stream, ballot("\"option\":\"red\""))
        .post("/")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("viewer"));
  }
}
