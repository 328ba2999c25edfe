package dev.oncue.testbed.contract;

import static dev.oncue.Concurrently.await;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers: {@code POST /votes}, ballots of many viewers in one request. */
public abstract class GatewayContract extends PostContract {
  @Override
  protected String path() {
    return "/votes";
  }

  @Override
  protected String goodBody() {
    String own = Prepared.freshStream();
    Prepared.open(lifecycle, own);
    return request(ballot("v1", "red")).replace(stream, own);
  }

  @Override
  protected int goodStatus() {
    return 200;
  }

  @Override
  protected int maxBodyBytes() {
    return 256 * 1024;
  }

  private String request(String... ballots) {
    return "{\"stream\":\"%s\",\"poll\":\"q1\",\"ballots\":[%s]}"
        .formatted(stream, String.join(",", ballots));
  }

  private static String ballot(String viewer, String option) {
    return "{\"viewer\":\"%s\",\"option\":\"%s\"}".formatted(viewer, option);
  }

  private static String[] crowd(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> ballot("v" + i, i % 4 == 0 ? "red" : "blue"))
        .toArray(String[]::new);
  }

  private ValidatableResponse cast(String... ballots) {
    return send(SignedToken.producer(), request(ballots)).post("/votes").then();
  }

  private List<Map<String, ?>> outcomes(String... ballots) {
    return cast(ballots).statusCode(200).extract().path("outcomes");
  }

  private static List<Object> words(List<Map<String, ?>> outcomes) {
    return outcomes.stream().<Object>map(outcome -> outcome.get("outcome")).toList();
  }

  private String receipt(String viewer, String option) {
    String vote = "{\"stream\":\"%s\",\"poll\":\"q1\",\"option\":\"%s\"}".formatted(stream, option);
    return send(SignedToken.viewer(viewer), vote).post("/vote").then().extract().path("receipt");
  }

  @Test
  void eachBallotHasItsOutcomeInTheirOrder() {
    Poll poll = Prepared.open(lifecycle, stream);
    List<Map<String, ?>> outcomes = outcomes(ballot("v1", "red"), ballot("v2", "blue"));
    assertThat(words(outcomes)).containsExactly("accepted", "accepted");
    assertThat(outcomes).allSatisfy(it -> assertThat(it).containsOnlyKeys("outcome", "receipt"));
    assertThat(outcomes.get(0).get("receipt")).isEqualTo(receipt("v1", "red"));
    assertThat(outcomes.get(1).get("receipt")).isEqualTo(receipt("v2", "blue"));
    assertThat(tally(poll)).isEqualTo(Tally.of(2, 1, 1));
  }

  @Test
  void aThousandBallotsAreTakenAndARetryIsHarmless() {
    Poll poll = Prepared.open(lifecycle, stream);
    List<Map<String, ?>> first = outcomes(crowd(1_000));
    assertThat(words(first)).hasSize(1_000).containsOnly("accepted");
    assertThat(outcomes(crowd(1_000))).isEqualTo(first);
    assertThat(tally(poll)).isEqualTo(Tally.of(1_000, 250, 750));
    Poll closed = await(lifecycle.close(poll.id())).orElseThrow();
    assertThat(closed.result().tally()).isEqualTo(Tally.of(1_000, 250, 750));
    assertThat(outcomes(crowd(1_000))).as("told again after the close").isEqualTo(first);
  }

  @Test
  void moreThanAThousandAreRefused() {
    Poll poll = Prepared.open(lifecycle, stream);
    cast(crowd(1_001)).spec(problem(400, "malformed")).body("detail", startsWith("ballots"));
    cast().spec(problem(400, "malformed")).body("detail", startsWith("ballots"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  @Test
  void whatIsWrongWithOneBallotIsItsOutcomeAlone() {
    Poll poll = Prepared.openWith(lifecycle, stream, List.of("a", "b", "c"), "\"maxOptions\":2");
    cast(
            ballot("v1", "a"),
            ballot("v1", "b"),
            ballot("v2", "d"),
            "{\"viewer\":\"v3\",\"options\":[\"a\",\"b\",\"c\"]}",
            "{\"viewer\":\"v4\",\"options\":[\"a\",\"b\"]}",
            "{\"viewer\":\"v5\"}",
            ballot("v1", "a"))
        .statusCode(200)
        .body("outcomes", hasSize(7))
        .body("outcomes[0].outcome", equalTo("accepted"))
        .body("outcomes[1].outcome", equalTo("already-voted"))
        .body("outcomes[1].options", equalTo(List.of("a")))
        .body("outcomes[2].outcome", equalTo("unknown-option"))
        .body("outcomes[3].outcome", equalTo("too-many-options"))
        .body("outcomes[4].outcome", equalTo("accepted"))
        .body("outcomes[5].outcome", equalTo("malformed"))
        .body("outcomes[5].detail", startsWith("ballots[5].options"))
        .body("outcomes[6].outcome", equalTo("accepted"));
    assertThat(tally(poll)).isEqualTo(Tally.of(2, 2, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "null",
        "[]",
        "\"v1\"",
        "{}",
        "{\"option\":\"red\"}",
        "{\"viewer\":7,\"option\":\"red\"}",
        "{\"viewer\":\"\",\"option\":\"red\"}",
        "{\"viewer\":null,\"option\":\"red\"}",
        "{\"viewer\":\"v1\",\"option\":\"red\",\"options\":[\"red\"]}",
        "{\"viewer\":\"v1\",\"option\":\"a b\"}",
        "{\"viewer\":\"v1\",\"option\":\"red\",\"mediaTime\":\"noon\"}"
      })
  void aMalformedBallotDoesNotConcernTheOthers(String malformed) {
    Poll poll = Prepared.open(lifecycle, stream);
    cast(ballot("v8", "red"), malformed, ballot("v9", "blue"))
        .statusCode(200)
        .body("outcomes.outcome", equalTo(List.of("accepted", "malformed", "accepted")))
        .body("outcomes[1].detail", startsWith("ballots[1]"));
    assertThat(tally(poll)).isEqualTo(Tally.of(2, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"ballots,7", "ballots,{}", "ballots,null", "poll,7", "poll,null", "poll,'\"a b\"'"})
  void aMalformedRequestIsRefusedWhole(String field, String value) {
    Poll poll = Prepared.open(lifecycle, stream);
    String request = request(ballot("v1", "red")) + '\n';
    String changed =
        request.replaceFirst("\"" + field + "\":(\"q1\"|\\[.*\\])", "\"" + field + "\":" + value);
    assertThat(changed).isNotEqualTo(request);
    send(SignedToken.producer(), changed)
        .post("/votes")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", startsWith(field));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  @Test
  void aBallotIsChangedWhereThePollAllowsIt() {
    Poll poll = Prepared.open(lifecycle, stream, "\"revote\":true");
    assertThat(words(outcomes(ballot("v1", "red"), ballot("v1", "blue"), ballot("v1", "blue"))))
        .containsExactly("accepted", "changed", "accepted");
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 0, 1));
  }

  @Test
  void theLastBallotOfAViewerCounts() {
    Poll poll = Prepared.open(lifecycle, stream, "\"revote\":true");
    String[] ballots =
        IntStream.range(0, 16)
            .mapToObj(i -> ballot("v1", i % 2 == 0 ? "red" : "blue"))
            .toArray(String[]::new);
    assertThat(words(outcomes(ballots))).startsWith("accepted", "changed").hasSize(16);
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 0, 1));
    assertThat(words(outcomes(ballot("v1", "red"), ballot("v1", "blue"), ballot("v1", "red"))))
        .containsExactly("changed", "changed", "changed");
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void aViewerHasAtMostSixteenInOneRequest() {
    Poll poll = Prepared.open(lifecycle, stream);
    String[] ballots =
        IntStream.range(0, 18).mapToObj(i -> ballot("v1", "red")).toArray(String[]::new);
    List<Map<String, ?>> outcomes = outcomes(ballots);
    assertThat(words(outcomes).subList(0, 16)).containsOnly("accepted");
    assertThat(words(outcomes).subList(16, 18)).containsOnly("malformed");
    assertThat((String) outcomes.get(17).get("detail")).startsWith("ballots[17].viewer");
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void aPollThatIsNotOpenTakesNone() {
    Prepared.open(lifecycle, stream, "\"opensAt\":\"" + Prepared.ahead(Duration.ofHours(1)) + '"');
    assertThat(words(outcomes(ballot("v1", "red")))).containsExactly("poll-not-open");
    String another = Prepared.freshStream();
    Poll closed = Prepared.open(lifecycle, another);
    await(lifecycle.close(closed.id()));
    send(SignedToken.producer(), request(ballot("v1", "red")).replace(stream, another))
        .post("/votes")
        .then()
        .statusCode(200)
        .body("outcomes.outcome", equalTo(List.of("poll-closed")));
  }

  @Test
  void aPollThatNobodyOpenedIsUnknown() {
    cast(ballot("v1", "red")).spec(problem(404, "unknown-poll"));
  }

  @Test
  void aPollOfAnotherTenantIsUnknown() {
    Poll poll = Prepared.openFor(lifecycle, "another", stream);
    cast(ballot("v1", "red")).spec(problem(404, "unknown-poll"));
    assertThat(tally(poll)).isEqualTo(Tally.ZERO);
  }

  /** As much as one request can hold. */
  @Test
  void aThousandLongNamesFitIntoOneRequest() {
    Poll poll = Prepared.open(lifecycle, stream);
    String[] ballots =
        IntStream.range(0, 1_000)
            .mapToObj(i -> ballot("%04d".formatted(i) + "x".repeat(200), "red"))
            .toArray(String[]::new);
    assertThat(request(ballots).length()).isBetween(230_000, maxBodyBytes());
    assertThat(words(outcomes(ballots))).containsOnly("accepted");
    assertThat(tally(poll)).isEqualTo(Tally.of(1_000, 1_000, 0));
  }

  @Test
  void aViewerVotesOnceWhicheverWayItsBallotComes() {
    Poll poll = Prepared.open(lifecycle, stream);
    String receipt = receipt("v1", "red");
    assertThat(receipt).matches("[A-Za-z0-9_-]{22}");
    cast(ballot("v1", "red"), ballot("v1", "blue"))
        .body("outcomes[0].receipt", equalTo(receipt))
        .body("outcomes[1].outcome", equalTo("already-voted"))
        .body("outcomes[1].options", equalTo(List.of("red")));
    assertThat(tally(poll)).isEqualTo(Tally.of(1, 1, 0));
  }
}
