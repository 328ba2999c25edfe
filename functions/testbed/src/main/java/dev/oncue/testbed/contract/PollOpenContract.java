package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.event;
import static dev.oncue.testbed.Answers.finalProblem;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static dev.oncue.testbed.Answers.structuredEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Answers;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Producers: {@code POST /poll-open}. */
public abstract class PollOpenContract extends EventContract {
  private static final String EVENT = "dev.oncue.poll.open.v1";
  private static final ObjectMapper JSON = new ObjectMapper();

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
  protected String eventType() {
    return EVENT;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A request for a poll with nothing but what must be there, red and blue. */
  private ObjectNode request() {
    return (ObjectNode) json(Prepared.pollJson(stream, "q1"));
  }

  /** The same with a field of another value; {@code null}: without it. */
  private static ObjectNode with(ObjectNode request, String field, Object value) {
    ObjectNode other = request.deepCopy();
    if (value == null) {
      other.remove(field);
    } else {
      other.set(field, JSON.valueToTree(value));
    }
    return other;
  }

  private ValidatableResponse open(ObjectNode request) {
    return send(SignedToken.producer(), request.toString()).post("/poll-open").then();
  }

  private ValidatableResponse open(String... more) {
    return send(SignedToken.producer(), Prepared.pollJson(stream, "q1", more))
        .post("/poll-open")
        .then();
  }

  private ObjectNode opened(ObjectNode request, int status) {
    ValidatableResponse answer =
        open(request).statusCode(status).contentType(startsWith("application/json"));
    return (ObjectNode) json(answer.extract().asString());
  }

  private boolean isKept(String poll) {
    return kept(poll) != null;
  }

  private Poll kept(String poll) {
    PollId id = new PollId(new StreamId(StreamId.DEFAULT_TENANT, stream), poll);
    return grid.polls().find(id).toCompletableFuture().join().orElse(null);
  }

  private static Instant millis(Duration ahead) {
    return Instant.now().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
  }

  @Test
  void aPollOpensNowWithTheDefaults() {
    Instant before = millis(Duration.ZERO);
    ObjectNode poll = opened(request(), 201);
    assertThat(poll.get("opensAt").asText()).matches(Answers.INSTANT);
    assertThat(Instant.parse(poll.get("opensAt").asText())).isBetween(before, Instant.now());
    assertThat(without(poll, "opensAt"))
        .isEqualTo(
            request()
                .put("grace", "PT0S")
                .put("maxOptions", 1)
                .put("revote", false)
                .put("results", "live")
                .put("status", "open"));
    assertThat(isKept("q1")).isTrue();
  }

  @Test
  void aPollIsEchoedAsItStands() {
    Instant opensAt = millis(Duration.ofHours(1));
    ObjectNode request =
        request()
            .put("opensAt", opensAt.toString())
            .put("duration", "PT20S")
            .put("grace", "PT0.5S")
            .put("maxOptions", 2)
            .put("revote", true)
            .put("results", "closed")
            .put("expectedViewers", 100_000);
    ObjectNode poll = opened(request, 202);
    assertThat(poll.get("opensAt").asText()).matches(Answers.INSTANT);
    assertThat(poll.get("closesAt").asText()).matches(Answers.INSTANT);
    assertThat(Instant.parse(poll.get("opensAt").asText())).isEqualTo(opensAt);
    assertThat(Instant.parse(poll.remove("closesAt").asText())).isEqualTo(opensAt.plusSeconds(20));
    assertThat(without(poll, "opensAt"))
        .isEqualTo(without(request.put("status", "scheduled"), "opensAt"));
  }

  private static ObjectNode without(ObjectNode object, String field) {
    return with(object, field, null);
  }

  @Test
  void closesAtStandsForDuration() {
    Instant closesAt = millis(Duration.ofSeconds(60));
    ObjectNode poll = opened(request().put("closesAt", closesAt.toString()), 201);
    assertThat(Instant.parse(poll.get("closesAt").asText())).isEqualTo(closesAt);
    assertThat(Duration.parse(poll.get("duration").asText()))
        .isEqualTo(Duration.between(Instant.parse(poll.get("opensAt").asText()), closesAt));
  }

  @Test
  void durationAndClosesAtMustAgree() {
    Instant opensAt = millis(Duration.ofSeconds(60));
    ObjectNode request = request().put("opensAt", opensAt.toString()).put("duration", "PT10S");
    refused(with(request, "closesAt", opensAt.plusSeconds(11).toString()), "closesAt");
    open(with(request, "closesAt", opensAt.plusSeconds(10).toString())).statusCode(202);
  }

  private void refused(ObjectNode request, String field) {
    open(request).spec(problem(400, "malformed")).body("detail", startsWith(field));
  }

  @Test
  void opensAtWithAnOffsetIsAnsweredInUtc() {
    Instant opensAt = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
    String local =
        opensAt.plusNanos(123_456_789).atOffset(ZoneOffset.ofHoursMinutes(1, 30)).toString();
    open(request().put("opensAt", local))
        .statusCode(202)
        .body("opensAt", equalTo(opensAt.plusMillis(123).toString()));
  }

  @Test
  void opensAtInThePastIsOpenNowUnlessTheWindowIsOver() {
    String past = millis(Duration.ofSeconds(-10)).toString();
    refused(request().put("opensAt", past).put("duration", "PT5S"), "duration");
    refused(request().put("closesAt", past), "closesAt");
    assertThat(isKept("q1")).isFalse();
    open(request().put("opensAt", past).put("duration", "PT60S"))
        .statusCode(201)
        .body("status", equalTo("open"));
  }

  @Test
  void theVerySamePollAgainIsNoOther() {
    ObjectNode request = request().put("duration", "PT60S");
    ObjectNode first = opened(request, 201);
    assertThat(opened(request, 200)).isEqualTo(first);
  }

  @Test
  void theVerySameScheduledPollAgainIsNoOther() {
    ObjectNode request = request().put("opensAt", Prepared.ahead(Duration.ofHours(1)));
    ObjectNode first = opened(request, 202);
    assertThat(opened(request, 200)).isEqualTo(first);
  }

  @Test
  void theVerySamePollAfterItsCloseIsNotOpenedAgain() {
    ObjectNode opened = opened(request(), 201);
    lifecycle.close(kept("q1").id()).toCompletableFuture().join();
    ObjectNode again = opened(request(), 200);
    assertThat(again.get("status").asText()).isEqualTo("closed");
    assertThat(again.get("opensAt")).isEqualTo(opened.get("opensAt"));
    assertThat(again.at("/result/final").asBoolean()).isTrue();
    assertThat(opened(request(), 200)).isEqualTo(again);
  }

  private static Stream<Arguments> differences() {
    return Stream.of(
        Arguments.of("question", "Which shape?"),
        Arguments.of("options", options("blue", "red")),
        Arguments.of("options", options("red", "blue", "green")),
        Arguments.of("opensAt", Prepared.ahead(Duration.ofHours(1))),
        Arguments.of("duration", "PT30S"),
        Arguments.of("duration", null),
        Arguments.of("grace", "PT1S"),
        Arguments.of("maxOptions", 2),
        Arguments.of("revote", true),
        Arguments.of("results", "closed"),
        Arguments.of("expectedViewers", 10));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void anotherPollOfTheSameNameIsRefused(String field, Object value) {
    ObjectNode request = request().put("duration", "PT600S");
    ObjectNode first = opened(request, 201);
    open(with(request, field, value)).spec(problem(409, "poll-exists"));
    assertThat(opened(request, 200)).isEqualTo(first);
  }

  @Test
  void anotherEndInPlaceOfTheDurationIsAnotherPoll() {
    ObjectNode request = request().put("duration", "PT600S");
    ObjectNode first = opened(request, 201);
    String end = Prepared.ahead(Duration.ofDays(9));
    open(with(without(request, "duration"), "closesAt", end)).spec(problem(409, "poll-exists"));
    assertThat(opened(request, 200)).isEqualTo(first);
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
    ObjectNode unnamed = without(request(), "poll");
    String first = opened(unnamed, 201).get("poll").asText();
    String second = opened(unnamed, 201).get("poll").asText();
    assertThat(first).matches("[A-Za-z0-9._:@-]{1,128}").isNotEqualTo(second);
    assertThat(isKept(first)).isTrue();
    assertThat(isKept(second)).isTrue();
  }

  @Test
  void aPollOfTheLargestSizeIsTaken() {
    ObjectNode largest = request().put("question", "?".repeat(300));
    List<Option> options =
        IntStream.range(0, 32)
            .mapToObj(i -> new Option("o" + i, "x".repeat(298) + (10 + i)))
            .toList();
    open(with(largest, "options", options)).statusCode(201).body("options.size()", equalTo(32));
  }

  /** As it stands on the wire. */
  private record Option(String id, String text) {}

  private static List<Option> options(String... ids) {
    return Stream.of(ids).map(id -> new Option(id, "Text of " + id)).toList();
  }

  private static List<Option> manyOptions(int count) {
    return options(IntStream.range(0, count).mapToObj(i -> "o" + i).toArray(String[]::new));
  }

  private static List<Option> optionText(String text) {
    return List.of(new Option("red", "Red"), new Option("blue", text));
  }

  private static List<Option> texts(String... texts) {
    return IntStream.range(0, texts.length).mapToObj(i -> new Option("o" + i, texts[i])).toList();
  }

  private static Stream<Arguments> withinLimits() {
    return Stream.of(
        Arguments.of("question", "?"),
        Arguments.of("question", "q".repeat(300)),
        Arguments.of("question", "🔥".repeat(300)),
        Arguments.of("question", "<script>alert(1)</script> \"'\\ & \u2028"),
        Arguments.of("question", "\u200F\u05D0\u05DC\u05E3 \u2067\u0645\u06CC\u200C\u062E\u2069?"),
        Arguments.of("options", manyOptions(2)),
        Arguments.of("options", texts("modem", "modern", "Modem", "Al", "AI", "0", "O")),
        Arguments.of("options", texts("\uD83D\uDC4D", "\uD83D\uDC4D\uD83C\uDFFD", "\u2764\uFE0F")),
        Arguments.of(
            "options", texts("cafe", "caf\u00E9", "caf\u00E8", "\u0915\u094D\u200D\u0937")),
        Arguments.of("options", manyOptions(32)),
        Arguments.of("options", options("a".repeat(128), "AZaz09._:@-")),
        Arguments.of("options", optionText("t")),
        Arguments.of("options", optionText("t".repeat(300))),
        Arguments.of("poll", "p"),
        Arguments.of("poll", "AZaz09._:@-" + "p".repeat(117)),
        Arguments.of("duration", "PT0.001S"),
        Arguments.of("duration", "P31D"),
        Arguments.of("closesAt", Prepared.ahead(Duration.ofDays(30))),
        Arguments.of("opensAt", Prepared.ahead(Duration.ofDays(365))),
        Arguments.of("grace", "PT0S"),
        Arguments.of("grace", "PT1M"),
        Arguments.of("maxOptions", 1),
        Arguments.of("maxOptions", 2),
        Arguments.of("revote", true),
        Arguments.of("results", "live"),
        Arguments.of("results", "closed"),
        Arguments.of("expectedViewers", 0),
        Arguments.of("expectedViewers", 1_000_000_000));
  }

  @ParameterizedTest
  @MethodSource("withinLimits")
  void aValueWithinItsLimitsIsTakenAndEchoed(String field, Object value) {
    ObjectNode request = with(request().put("grace", "PT5S"), field, value);
    ObjectNode poll = opened(request, field.equals("opensAt") ? 202 : 201);
    if (field.equals("duration") || field.equals("grace")) {
      assertThat(Duration.parse(poll.get(field).asText()))
          .isEqualTo(Duration.parse((String) value));
    } else if (field.endsWith("At")) {
      assertThat(Instant.parse(poll.get(field).asText())).isEqualTo(Instant.parse((String) value));
    } else {
      assertThat(poll.get(field)).isEqualTo(request.get(field));
    }
  }

  private static Stream<Arguments> beyondLimits() {
    return Stream.of(
        Arguments.of("stream", null),
        Arguments.of("stream", ""),
        Arguments.of("stream", "s".repeat(129)),
        Arguments.of("stream", "a b"),
        Arguments.of("stream", "a/b"),
        Arguments.of("stream", "ä"),
        Arguments.of("poll", ""),
        Arguments.of("poll", "p".repeat(129)),
        Arguments.of("poll", "../q1"),
        Arguments.of("poll", "."),
        Arguments.of("poll", ".."),
        Arguments.of("question", null),
        Arguments.of("question", ""),
        Arguments.of("question", 7),
        Arguments.of("question", " \t"),
        Arguments.of("question", "q".repeat(301)),
        Arguments.of("question", "🔥".repeat(301)),
        Arguments.of("question", "a\u0000b"),
        Arguments.of("question", "\u200B"),
        Arguments.of("question", "\u0301\u0302"),
        Arguments.of("question", "\u202Ered"),
        Arguments.of("question", "\u2067red"),
        Arguments.of("options", optionText("\u200B")),
        Arguments.of("options", optionText("\u3164")),
        Arguments.of("options", optionText("\u2800 \u00AD")),
        Arguments.of("options", optionText("\u202Eder\u202C")),
        Arguments.of("options", optionText("Blue\u2069")),
        Arguments.of("options", texts("Blue", "Red", "Blue")),
        Arguments.of("options", texts("Red", "Red ")),
        Arguments.of("options", texts("Red", "Re\u200Bd")),
        Arguments.of("options", texts("Red", "R\u0435d")),
        Arguments.of("options", texts("caf\u00E9", "cafe\u0301")),
        Arguments.of("options", texts("fire", "\uFB01re")),
        Arguments.of("options", null),
        Arguments.of("options", json("{\"a\":\"A\",\"b\":\"B\"}")),
        Arguments.of("options", List.of()),
        Arguments.of("options", List.of(new Option("a", "A"), 7)),
        Arguments.of("options", json("[{\"id\":\"a\",\"text\":\"A\"},{\"id\":\"b\"}]")),
        Arguments.of("options", json("[{},{}]")),
        Arguments.of("options", manyOptions(1)),
        Arguments.of("options", manyOptions(33)),
        Arguments.of("options", options("red", "red")),
        Arguments.of("options", options("red", "")),
        Arguments.of("options", options("red", "b".repeat(129))),
        Arguments.of("options", options("red", "b lue")),
        Arguments.of("options", optionText("")),
        Arguments.of("options", optionText("t".repeat(301))),
        Arguments.of("opensAt", "tomorrow"),
        Arguments.of("opensAt", 7),
        Arguments.of("opensAt", "2026-11-21"),
        Arguments.of("opensAt", "2026-11-21T20:00:00"),
        Arguments.of("opensAt", "2026-02-30T20:00:00Z"),
        Arguments.of("opensAt", Prepared.ahead(Duration.ofDays(367))),
        Arguments.of("duration", "PT0S"),
        Arguments.of("duration", "-PT1S"),
        Arguments.of("duration", "P31DT0.001S"),
        Arguments.of("duration", "P32D"),
        Arguments.of("duration", "20"),
        Arguments.of("duration", 20),
        Arguments.of("duration", "20s"),
        Arguments.of("duration", "P1M"),
        Arguments.of("closesAt", "never"),
        Arguments.of("closesAt", "2000-01-01T00:00:00Z"),
        Arguments.of("closesAt", Prepared.ahead(Duration.ofDays(32))),
        Arguments.of("grace", "-PT0.001S"),
        Arguments.of("grace", "-PT1S"),
        Arguments.of("grace", "PT1M0.001S"),
        Arguments.of("grace", "PT2M"),
        Arguments.of("grace", "soon"),
        Arguments.of("maxOptions", 0),
        Arguments.of("maxOptions", -1),
        Arguments.of("maxOptions", 3),
        Arguments.of("maxOptions", 1.5),
        Arguments.of("maxOptions", "1"),
        Arguments.of("revote", "true"),
        Arguments.of("revote", "yes"),
        Arguments.of("revote", 1),
        Arguments.of("results", "LIVE"),
        Arguments.of("results", "never"),
        Arguments.of("expectedViewers", -1),
        Arguments.of("expectedViewers", 1_000_000_001),
        Arguments.of("expectedViewers", "many"));
  }

  @ParameterizedTest
  @MethodSource("beyondLimits")
  void aValueBeyondItsLimitsIsRefusedByName(String field, Object value) {
    refused(with(request(), field, value), field);
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
    String body = without(request(), "poll").toString();
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
