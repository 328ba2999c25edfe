package dev.oncue.testbed.contract;

import static dev.oncue.Concurrently.await;
import static dev.oncue.testbed.Answers.event;
import static dev.oncue.testbed.Answers.finalProblem;
import static dev.oncue.testbed.Answers.instant;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static dev.oncue.testbed.Answers.structuredEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.Tally;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Viewers: {@code POST /vote}. */
public abstract class VoteContract extends ViewerContract {
  private static final String EVENT = "dev.oncue.vote.cast.v1";
  private static final List<String> ABC = List.of("a", "b", "c");

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
  protected List<SignedToken> wrongGroups() {
    return List.of(SignedToken.producer(), SignedToken.host());
  }

  @Override
  protected String goodEvent() {
    return goodBody().replace("}", ",\"viewer\":\"v1\"}");
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

  private static String options(String... ids) {
    return Arrays.stream(ids)
        .map(id -> '"' + id + '"')
        .collect(Collectors.joining(",", "\"options\":[", "]"));
  }

  /** Casts a ballot that must count, and gives the answer as it came. */
  private String voted(String viewer, String... ids) {
    return vote(viewer, options(ids)).statusCode(200).extract().asString();
  }

  private String receipt(String viewer, String option) {
    return vote(viewer, options(option)).statusCode(200).extract().path("receipt");
  }

  private Poll closed(Poll poll) {
    return await(lifecycle.close(poll.id())).orElseThrow();
  }

  @Test
  void aBallotIsAcceptedWithAReceipt() {
    Poll poll = Prepared.open(lifecycle, stream);
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    ValidatableResponse answer =
        vote("v1", options("blue"))
            .statusCode(200)
            .contentType("application/json")
            .body("outcome", equalTo("accepted"))
            .body("stream", equalTo(stream))
            .body("poll", equalTo("q1"))
            .body("options", equalTo(List.of("blue")))
            .body("castAt", instant())
            .body("receipt", matchesPattern("[A-Za-z0-9_-]{22}"));
    Map<String, ?> fields = answer.extract().path("");
    assertThat(fields)
        .containsOnlyKeys("outcome", "stream", "poll", "options", "castAt", "receipt");
    assertThat(Instant.parse((String) fields.get("castAt"))).isBetween(before, Instant.now());
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 0, 1));
  }

  @Test
  void oneOptionMayBeNamedInShort() {
    Poll poll = Prepared.open(lifecycle, stream);
    String answer =
        vote("v1", "\"option\":\"red\"")
            .statusCode(200)
            .body("options", equalTo(List.of("red")))
            .extract()
            .asString();
    assertThat(voted("v1", "red")).isEqualTo(answer);
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void aRetryIsGivenTheSameAnswerAndCountsOnce() {
    Poll poll = Prepared.open(lifecycle, stream);
    String first = voted("v1", "red");
    for (int retry = 0; retry < 5; retry++) {
      assertThat(voted("v1", "red")).isEqualTo(first);
    }
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void receiptsDifferBetweenViewersPollsAndBallots() {
    Prepared.open(lifecycle, stream, "\"revote\":true");
    Set<String> receipts =
        Set.of(receipt("v1", "red"), receipt("v1", "blue"), receipt("v2", "red"));
    assertThat(receipts).hasSize(3);
    String another = Prepared.freshStream();
    Prepared.open(lifecycle, another);
    String elsewhere = ballot(options("red")).replace(stream, another);
    String other =
        send(SignedToken.viewer("v1"), elsewhere).post("/vote").then().extract().path("receipt");
    assertThat(receipts).doesNotContain(other);
  }

  @Test
  void anotherBallotOfTheSameViewerIsRefusedWithTheOneThatCounts() {
    Poll poll = Prepared.open(lifecycle, stream);
    voted("v1", "red");
    vote("v1", options("blue"))
        .spec(problem(409, "already-voted"))
        .body("options", equalTo(List.of("red")));
    voted("v2", "blue");
    assertThat(tally(poll)).isEqualTo(Tally.of(2, 1, 1));
  }

  @Test
  void aBallotIsChangedWhereThePollAllowsIt() {
    Poll poll = Prepared.open(lifecycle, stream, "\"revote\":true");
    String first =
        vote("v1", options("red")).body("outcome", equalTo("accepted")).extract().path("receipt");
    String second =
        vote("v1", options("blue"))
            .statusCode(200)
            .body("outcome", equalTo("changed"))
            .body("options", equalTo(List.of("blue")))
            .extract()
            .path("receipt");
    assertThat(second).isNotEqualTo(first);
    assertThat(receipt("v1", "blue")).isEqualTo(second);
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 0, 1));
    assertThat(closed(poll).result().tally()).isEqualTo(Tally.of(1, 0, 1));
  }

  @Test
  void aChangeCountsAlsoWhereTheClockIsBehindThatOfTheBallotBefore() {
    Poll poll = Prepared.open(lifecycle, stream, "\"revote\":true");
    Instant ahead = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);
    castElsewhere(poll, "v1", Ballot.at(ahead, 1));
    for (String option : List.of("blue", "red", "blue")) {
      ahead = ahead.plusMillis(1);
      String receipt =
          vote("v1", options(option))
              .statusCode(200)
              .body("outcome", equalTo("changed"))
              .body("options", equalTo(List.of(option)))
              .body("castAt", equalTo(Json.instant(ahead)))
              .extract()
              .path("receipt");
      vote("v1", options(option))
          .body("outcome", equalTo("accepted"))
          .body("receipt", equalTo(receipt));
    }
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 0, 1));
    Poll closed = closed(poll);
    assertThat(closed.result().tally()).isEqualTo(Tally.of(1, 0, 1));
    assertThat(closed.result().certified()).isTrue();
  }

  /** By an instance whose clock is another. */
  private void castElsewhere(Poll poll, String viewer, Ballot ballot) {
    CastBatch batch = new CastBatch(poll.revote(), List.of(new Cast(viewer, ballot)));
    await(grid.ballotBoxes().cast(poll, poll.shardOf(viewer), batch));
  }

  @Test
  void votesAndBallotsAreDifferentCounts() {
    Poll poll = Prepared.openWith(lifecycle, stream, ABC, "\"maxOptions\":2");
    voted("v1", "a", "b");
    voted("v2", "c", "a");
    voted("v3", "a");
    vote("v4", options("a", "b", "c")).spec(problem(422, "too-many-options"));
    assertThat(tally(poll)).isEqualTo(Tally.of(3, 3, 1, 1));
    Poll closed = closed(poll);
    assertThat(closed.result().tally()).isEqualTo(Tally.of(3, 3, 1, 1));
    assertThat(closed.result().certified()).isTrue();
  }

  @Test
  void theOrderOfOptionsMakesNoOtherBallot() {
    Prepared.openWith(lifecycle, stream, ABC, "\"maxOptions\":2");
    String first = voted("v1", "a", "b");
    assertThat(voted("v1", "b", "a")).isEqualTo(first);
    vote("v1", options("a"))
        .spec(problem(409, "already-voted"))
        .body("options", equalTo(List.of("a", "b")));
  }

  @Test
  void allThirtyTwoOptionsCount() {
    List<String> all = IntStream.range(0, 32).mapToObj(i -> "o" + i).toList();
    Poll poll = Prepared.openWith(lifecycle, stream, all, "\"maxOptions\":32");
    voted("v1", all.toArray(String[]::new));
    voted("v2", "o31");
    int[] counts = IntStream.range(0, 32).map(i -> i == 31 ? 2 : 1).toArray();
    assertThat(tally(poll)).isEqualTo(Tally.of(2, counts));
  }

  @Test
  void tooManyOptionsAreRefused() {
    Poll poll = Prepared.open(lifecycle, stream);
    vote("v1", options("blue", "red")).spec(problem(422, "too-many-options"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  @Test
  void anOptionThatThePollDoesNotHaveIsRefused() {
    Poll poll = Prepared.open(lifecycle, stream, "\"maxOptions\":2");
    for (String options : List.of(options("green"), options("red", "green"))) {
      vote("v1", options)
          .spec(problem(422, "unknown-option"))
          .body("detail", containsString("green"));
    }
    vote("v1", options("Red")).spec(problem(422, "unknown-option"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  @Test
  void aPollThatNobodyOpenedIsUnknown() {
    vote("v1", options("red")).spec(problem(404, "unknown-poll"));
    Prepared.open(lifecycle, stream);
    String known = ballot(options("red"));
    for (String unknown : List.of(known.replace("q1", "q2"), known.replace(stream, "another"))) {
      send(SignedToken.viewer("v1"), unknown)
          .post("/vote")
          .then()
          .spec(problem(404, "unknown-poll"));
    }
  }

  @Test
  void aPollOfAnotherTenantIsUnknown() {
    Poll poll = Prepared.openFor(lifecycle, "another", stream);
    vote("v1", options("red")).spec(problem(404, "unknown-poll"));
    send(SignedToken.viewer("v1").tenant("another"), ballot(options("red")))
        .post("/vote")
        .then()
        .statusCode(200);
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void aPollThatIsScheduledIsNotOpen() {
    Prepared.open(lifecycle, stream, "\"opensAt\":\"" + Prepared.ahead(Duration.ofHours(1)) + "\"");
    vote("v1", options("red")).spec(problem(409, "poll-not-open"));
  }

  @Test
  void aScheduledPollThatWasClosedNeverOpens() {
    closed(
        Prepared.open(
            lifecycle, stream, "\"opensAt\":\"" + Prepared.ahead(Duration.ofHours(1)) + "\""));
    vote("v1", options("red")).spec(problem(409, "poll-closed"));
  }

  @Test
  void graceDoesNotKeepAPollOpenThatWasClosedByHand() {
    closed(Prepared.open(lifecycle, stream, "\"duration\":\"PT60S\"", "\"grace\":\"PT30S\""));
    vote("v1", options("red")).spec(problem(409, "poll-closed"));
  }

  @Test
  void aClosedPollTakesNoBallotButKnowsThoseItTook() {
    Poll poll = Prepared.open(lifecycle, stream);
    String first = voted("v1", "red");
    closed(poll);
    vote("v2", options("red")).spec(problem(409, "poll-closed"));
    vote("v1", options("blue")).spec(problem(409, "poll-closed"));
    assertThat(voted("v1", "red")).isEqualTo(first);
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
    Poll poll = Prepared.open(lifecycle, stream, "\"maxOptions\":2");
    vote("v1", members).spec(problem(400, "malformed")).body("detail", startsWith("option"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  /** As identity providers name people; who looks the same is not the same. */
  @Test
  void anySubIsAViewerOfItsOwn() {
    Poll poll = Prepared.open(lifecycle, stream);
    List<String> ids =
        List.of(
            "auth0|64f0c0ffee",
            "ann+tv@example.org",
            "Ann+tv@example.org",
            "https://id.example/users/ann?x=1#y",
            "CN=Ann O'Neill, O=TV",
            "J\u00f6rg",
            "Jo\u0308rg",
            "J\u00f6rg ",
            " ",
            "a/b",
            "../a",
            "a%2Fb",
            "a\\nb",
            "\\u0000",
            "\uD83D\uDE00",
            "x".repeat(255));
    for (String id : ids) {
      vote(id, options("red")).statusCode(200).body("outcome", equalTo("accepted"));
      vote(id, options("blue")).spec(problem(409, "already-voted"));
    }
    assertThat(tally(poll)).isEqualTo(Tally.of(ids.size(), ids.size(), 0));
  }

  @Test
  void theBodyCannotNameAnotherViewer() {
    Poll poll = Prepared.open(lifecycle, stream);
    vote("v1", options("red") + ",\"viewer\":\"v2\",\"sub\":\"v2\"").statusCode(200);
    vote("v2", options("blue")).statusCode(200).body("outcome", equalTo("accepted"));
    assertThat(tally(poll)).isEqualTo(Tally.of(2, 1, 1));
  }

  @Test
  void aTokenForTheStreamIsEnough() {
    Prepared.open(lifecycle, stream);
    send(SignedToken.viewer("v1").stream(stream), ballot(options("red")))
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
    vote("v1", options("blue")).spec(problem(409, "already-voted"));
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
    vote("v1", options("blue")).body("outcome", equalTo("changed"));
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
    closed(poll);
    event(SignedToken.producer(), EVENT, stream, ballot("\"viewer\":\"v1\",\"option\":\"red\""))
        .post("/")
        .then()
        .spec(finalProblem("poll-closed"));
  }

  @Test
  void anEventMustNameItsViewer() {
    Poll poll = Prepared.open(lifecycle, stream);
    event(SignedToken.producer(), EVENT, stream, ballot("\"option\":\"red\""))
        .post("/")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("viewer"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }
}
