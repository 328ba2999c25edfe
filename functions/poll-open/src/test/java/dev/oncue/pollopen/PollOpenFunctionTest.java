package dev.oncue.pollopen;

import static dev.oncue.http.Answers.event;
import static dev.oncue.http.Answers.finalProblem;
import static dev.oncue.http.Answers.instant;
import static dev.oncue.http.Answers.problem;
import static dev.oncue.http.Answers.send;
import static dev.oncue.http.Answers.structuredEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.oncue.Grid;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.PostContract;
import dev.oncue.http.Prepared;
import dev.oncue.http.SignedToken;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.stream.StreamId;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function poll-open, alone. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class PollOpenFunctionTest extends PostContract {
  private static final String EVENT = "dev.oncue.poll.open.v1";

  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  @Override
  protected Set<String> paths() {
    return Set.of("/poll-open", "/tickets");
  }

  @Override
  protected String path() {
    return "/poll-open";
  }

  @Override
  protected String goodBody() {
    return Prepared.pollJson(Prepared.freshStream(), "q1");
  }

  @Override
  protected int goodStatus() {
    return 201;
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

  private ValidatableResponse open(String... more) {
    return send(SignedToken.producer(), Prepared.pollJson(stream, "q1", more))
        .post("/poll-open")
        .then();
  }

  private boolean isKept(String poll) {
    PollId id = new PollId(new StreamId(StreamId.DEFAULT_TENANT, stream), poll);
    return grid.polls().find(id).toCompletableFuture().join().isPresent();
  }

  @Test
  void aPollOpensNowWithTheDefaults() {
    open()
        .statusCode(201)
        .body("stream", equalTo(stream))
        .body("poll", equalTo("q1"))
        .body("question", equalTo("Which colour?"))
        .body(
            "options",
            equalTo(
                List.of(Map.of("id", "red", "text", "Red"), Map.of("id", "blue", "text", "Blue"))))
        .body("opensAt", instant())
        .body("", not(hasKey("closesAt")))
        .body("", not(hasKey("duration")))
        .body("grace", equalTo("PT0S"))
        .body("maxOptions", equalTo(1))
        .body("revote", equalTo(false))
        .body("results", equalTo("live"))
        .body("status", equalTo("open"));
    assertThat(isKept("q1")).isTrue();
  }

  @Test
  void aPollIsEchoedAsItStands() {
    ValidatableResponse answer =
        open(
                "\"duration\":\"PT20S\"",
                "\"grace\":\"PT0.5S\"",
                "\"maxOptions\":2",
                "\"revote\":true",
                "\"results\":\"closed\"",
                "\"expectedViewers\":100000")
            .statusCode(201)
            .body("duration", equalTo("PT20S"))
            .body("closesAt", instant())
            .body("grace", equalTo("PT0.5S"))
            .body("maxOptions", equalTo(2))
            .body("revote", equalTo(true))
            .body("results", equalTo("closed"))
            .body("expectedViewers", equalTo(100000));
    Instant opensAt = Instant.parse(answer.extract().path("opensAt"));
    assertThat(Instant.parse(answer.extract().path("closesAt"))).isEqualTo(opensAt.plusSeconds(20));
  }

  @Test
  void aPollThatOpensLaterIsScheduled() {
    Instant later = Instant.now().plusSeconds(3600);
    open("\"opensAt\":\"" + later + "\"").statusCode(202).body("status", equalTo("scheduled"));
  }

  @Test
  void theVerySamePollAgainIsNoOther() {
    String opensAt = open("\"duration\":\"PT60S\"").statusCode(201).extract().path("opensAt");
    open("\"duration\":\"PT60S\"").statusCode(200).body("opensAt", equalTo(opensAt));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"revote\":true", "\"duration\":\"PT60S\"", "\"expectedViewers\":5"})
  void anotherPollOfTheSameNameIsRefused(String difference) {
    open().statusCode(201);
    open(difference).spec(problem(409, "poll-exists"));
    open().statusCode(200);
  }

  @Test
  void theSamePollOfAnotherTenantIsAnother() {
    open().statusCode(201);
    send(SignedToken.producer().tenant("another"), Prepared.pollJson(stream, "q1"))
        .post("/poll-open")
        .then()
        .statusCode(201);
  }

  @Test
  void aPollWithoutANameIsGivenOne() {
    String body = Prepared.pollJson(stream, null);
    String first = send(goodToken(), body).post("/poll-open").then().extract().path("poll");
    String second = send(goodToken(), body).post("/poll-open").then().extract().path("poll");
    assertThat(first).isNotBlank().isNotEqualTo(second);
    assertThat(isKept(first)).isTrue();
    assertThat(isKept(second)).isTrue();
  }

  @Test
  void aPollOfTheLargestSizeIsTaken() {
    String options =
        IntStream.range(0, 32)
            .mapToObj(i -> "{\"id\":\"o" + i + "\",\"text\":\"" + "x".repeat(300) + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    String poll =
        "{\"stream\":\"%s\",\"poll\":\"large\",\"question\":\"%s\",\"options\":%s}"
            .formatted(stream, "?".repeat(300), options);
    send(goodToken(), poll)
        .post("/poll-open")
        .then()
        .statusCode(201)
        .body("options.size()", equalTo(32));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"opensAt\":\"tomorrow\"",
        "\"opensAt\":7",
        "\"duration\":\"20\"",
        "\"duration\":20",
        "\"duration\":\"PT0S\"",
        "\"duration\":\"-PT1S\"",
        "\"duration\":\"P32D\"",
        "\"closesAt\":\"2020-01-01T00:00:00.000Z\"",
        "\"grace\":\"PT2M\"",
        "\"grace\":\"-PT1S\"",
        "\"maxOptions\":0",
        "\"maxOptions\":3",
        "\"maxOptions\":1.5",
        "\"maxOptions\":\"1\"",
        "\"revote\":\"yes\"",
        "\"results\":\"never\"",
        "\"expectedViewers\":-1"
      })
  void aValueOutOfItsLimitsIsRefusedByName(String member) {
    String field = member.substring(1, member.indexOf('"', 1));
    open(member).spec(problem(400, "malformed")).body("detail", containsString(field));
    assertThat(isKept("q1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"question\":\"\"",
        "\"question\":7",
        "\"options\":[]",
        "\"options\":[{\"id\":\"a\",\"text\":\"A\"}]",
        "\"options\":[{\"id\":\"a\",\"text\":\"A\"},{\"id\":\"a\",\"text\":\"B\"}]",
        "\"options\":[{\"id\":\"a\",\"text\":\"A\"},{\"id\":\"b\"}]",
        "\"options\":[{\"id\":\"a\",\"text\":\"A\"},{\"id\":\"b c\",\"text\":\"B\"}]",
        "\"options\":[{\"id\":\"a\",\"text\":\"A\"},7]",
        "\"options\":{\"a\":\"A\",\"b\":\"B\"}",
        "\"other\":1"
      })
  void aQuestionOrOptionsOfTheWrongFormAreRefused(String member) {
    boolean isQuestion = member.startsWith("\"question\"");
    String rest =
        isQuestion
            ? "\"options\":[{\"id\":\"a\",\"text\":\"A\"},{\"id\":\"b\",\"text\":\"B\"}]"
            : "\"question\":\"Q\"";
    send(goodToken(), "{\"stream\":\"%s\",\"poll\":\"q1\",%s,%s}".formatted(stream, rest, member))
        .post("/poll-open")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString(isQuestion ? "question" : "options"));
    assertThat(isKept("q1")).isFalse();
  }

  @Test
  void anEventOpensAPoll() {
    event(SignedToken.producer(), EVENT, stream, Prepared.pollJson(stream, "q1"))
        .post("/")
        .then()
        .statusCode(200)
        .header("ce-type", EVENT + ".output")
        .body("status", equalTo("open"));
    structuredEvent(SignedToken.producer(), EVENT, stream + "-2", Prepared.pollJson(stream, "q2"))
        .post("/")
        .then()
        .statusCode(200)
        .body("data.poll", equalTo("q2"));
    assertThat(isKept("q1")).isTrue();
    assertThat(isKept("q2")).isTrue();
  }

  @Test
  void anEventThatIsDeliveredAgainOpensThePollOnce() {
    String body = Prepared.pollJson(stream, null);
    String first = event(goodToken(), EVENT, stream, body).post("/").then().extract().path("poll");
    String again = event(goodToken(), EVENT, stream, body).post("/").then().extract().path("poll");
    assertThat(again).isEqualTo(first);
    assertThat(
            grid.polls()
                .ofStream(new StreamId(StreamId.DEFAULT_TENANT, stream))
                .toCompletableFuture()
                .join())
        .hasSize(1);
  }

  @Test
  void anEventForAnotherPollOfTheSameNameIsNotTriedAgain() {
    Prepared.open(lifecycle, stream);
    event(goodToken(), EVENT, stream, Prepared.pollJson(stream, "q1", "\"revote\":true"))
        .post("/")
        .then()
        .spec(finalProblem("poll-exists"));
  }
}
