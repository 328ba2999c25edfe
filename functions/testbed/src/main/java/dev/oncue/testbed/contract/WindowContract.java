package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.as;
import static dev.oncue.testbed.Answers.instant;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers: {@code /windows} of a warm pool in observe mode, which shows what it would do. */
public abstract class WindowContract extends HttpContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final AtomicInteger DAYS = new AtomicInteger();

  private final String tenant = "tenant-" + UUID.randomUUID();

  /** How many instances of vote there may be. */
  protected abstract int ceiling();

  /** What a window may be that is open now, beside those of other tests. */
  protected abstract Matcher<String> whenOpen();

  protected final SignedToken producer() {
    return SignedToken.producer().tenant(tenant);
  }

  /** A day that no other test has: windows of one time share what there is. */
  private Duration ahead;

  protected final Instant inHours(long hours) {
    if (ahead == null) {
      ahead = Duration.ofDays(3L * DAYS.incrementAndGet());
    }
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(ahead).plus(Duration.ofHours(hours));
  }

  protected final String window(String name, Instant opensAt, int viewers, String... more) {
    StringBuilder json = new StringBuilder("{\"stream\":\"" + stream + "\"");
    if (name != null) {
      json.append(",\"window\":\"").append(name).append('"');
    }
    json.append(",\"opensAt\":\"").append(opensAt).append("\",\"duration\":\"PT1H\"");
    json.append(",\"expectedViewers\":").append(viewers);
    for (String member : more) {
      json.append(',').append(member);
    }
    return json.append('}').toString();
  }

  protected final ValidatableResponse announce(String json) {
    return send(producer(), json).post("/windows").then();
  }

  protected final ValidatableResponse list(SignedToken token, String query) {
    return as(token).get("/windows" + query).then();
  }

  @Test
  void aWindowIsAnnouncedAndListed() {
    Instant opensAt = inHours(5);
    announce(window("act-1", opensAt, 1_000))
        .statusCode(201)
        .contentType("application/json")
        .body("stream", equalTo(stream))
        .body("window", equalTo("act-1"))
        .body("origin", equalTo("announced"))
        .body("opensAt", instant())
        .body("closesAt", instant())
        .body("expectedViewers", equalTo(1_000))
        .body("status", equalTo("planned"))
        .body("since", instant())
        .body("", not(hasKey("reason")))
        .body("functions.vote", equalTo(Map.of("wanted", 1, "granted", 1, "warm", 0)))
        .body("functions.poll-open.wanted", equalTo(1));
    list(SignedToken.host().tenant(tenant), "")
        .statusCode(200)
        .body("now", instant())
        .body("windows", hasSize(1))
        .body("windows[0].window", equalTo("act-1"))
        .body("windows[0].opensAt", equalTo(opensAt.toString()))
        .body("windows[0].functions.vote.wanted", equalTo(1));
  }

  @Test
  void theVerySameWindowAgainIsNoOther() {
    String json = window("act-1", inHours(5), 1_000);
    announce(json).statusCode(201);
    announce(json).statusCode(200).body("window", equalTo("act-1"));
    list(producer(), "").body("windows", hasSize(1));
  }

  @Test
  void anAnnouncementWithoutANameIsTheSameWhenItComesAgain() {
    String json = window(null, inHours(5), 1_000);
    String name = announce(json).statusCode(201).extract().path("window");
    announce(json).statusCode(200).body("window", equalTo(name));
    announce(window(null, inHours(6), 1_000)).statusCode(201);
    list(producer(), "").body("windows", hasSize(2));
  }

  @Test
  void anotherWindowOfTheSameNameIsRefused() {
    Instant opensAt = inHours(5);
    announce(window("act-1", opensAt, 1_000)).statusCode(201);
    announce(window("act-1", opensAt, 1_001)).spec(problem(409, "window-exists"));
    announce(window("act-1", opensAt, 1_000, "\"lead\":\"PT5M\""))
        .spec(problem(409, "window-exists"));
    announce(window("act-1", opensAt, 1_000)).statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({"1000000,204", "1000000000,204000"})
  void whatTheCeilingDoesNotGrantIsToldAtOnce(int viewers, int wanted) {
    announce(window("act-1", inHours(5), viewers))
        .statusCode(201)
        .body("status", equalTo("short"))
        .body(
            "reason",
            containsString(
                "vote: the ceiling grants %d of %d instances".formatted(ceiling(), wanted)))
        .body("functions.vote", equalTo(Map.of("wanted", wanted, "granted", ceiling(), "warm", 0)));
  }

  @Test
  void aPollThatExpectsViewersIsAWindowUntilItCloses() {
    Poll poll =
        Prepared.open(lifecycle, stream, "\"expectedViewers\":1000", "\"duration\":\"PT600S\"");
    ofPolls(
        listed ->
            listed
                .body("windows", hasSize(1))
                .body("windows[0].window", equalTo("q1"))
                .body("windows[0].origin", equalTo("poll"))
                .body("windows[0].status", whenOpen())
                .body("windows[0].functions.vote.wanted", equalTo(1)));
    as(SignedToken.producer())
        .delete("/windows/" + stream + "/q1")
        .then()
        .spec(problem(404, "unknown-window"));
    Poll closed = lifecycle.close(poll.id()).toCompletableFuture().join().orElseThrow();
    String closedAt = Json.instant(closed.closedAt());
    ofPolls(listed -> listed.body("windows[0].closesAt", equalTo(closedAt)));
  }

  /** Asserts of the windows that polls of the stream are, which the function sees in time. */
  private void ofPolls(Consumer<ValidatableResponse> asserted) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> asserted.accept(list(SignedToken.producer(), "?stream=" + stream)));
  }

  @Test
  void aPollThatExpectsNobodyIsNone() {
    Prepared.open(lifecycle, stream);
    Prepared.openNamed(lifecycle, stream, "q2", "\"expectedViewers\":1");
    ofPolls(listed -> listed.body("windows.window", equalTo(List.of("q2"))));
  }

  @Test
  void aWindowThatIsCancelledIsReleasedAndItsNameIsFree() {
    Instant opensAt = inHours(5);
    announce(window("act-1", opensAt, 1_000)).statusCode(201);
    for (int times = 0; times < 2; times++) {
      as(producer())
          .delete("/windows/" + stream + "/act-1")
          .then()
          .statusCode(200)
          .body("status", equalTo("released"))
          .body("cancelled", equalTo(true));
    }
    list(producer(), "").body("windows[0].cancelled", equalTo(true));
    announce(window("act-1", opensAt.plusSeconds(60), 2_000))
        .statusCode(201)
        .body("status", equalTo("planned"))
        .body("expectedViewers", equalTo(2_000))
        .body("", not(hasKey("cancelled")));
    list(producer(), "").body("windows", hasSize(1));
  }

  @Test
  void nobodySeesWindowsOfAnother() {
    announce(window("act-1", inHours(5), 1_000)).statusCode(201);
    String other = stream + "-2";
    announce(window("act-2", inHours(4), 1_000).replace(stream, other)).statusCode(201);
    list(producer(), "").body("windows.window", equalTo(List.of("act-2", "act-1")));
    list(producer(), "?stream=" + stream).body("windows.window", equalTo(List.of("act-1")));
    list(producer(), "?stream=nobodys").statusCode(200).body("windows", hasSize(0));
    list(producer().stream(stream), "").body("windows.window", equalTo(List.of("act-1")));
    list(producer().stream(stream), "?stream=" + stream).body("windows", hasSize(1));
    list(producer().stream(stream), "?stream=" + other).spec(problem(403, "forbidden"));
    list(SignedToken.producer().tenant("tenant-" + UUID.randomUUID()), "")
        .body("windows", hasSize(0));
    as(SignedToken.producer().tenant("tenant-" + UUID.randomUUID()))
        .delete("/windows/" + stream + "/act-1")
        .then()
        .spec(problem(404, "unknown-window"));
  }

  @Test
  void aTenantHasNoMoreThanAHundred() {
    Instant opensAt = inHours(9);
    for (int i = 0; i < Window.MAX_PER_TENANT; i++) {
      announce(window("act-" + i, opensAt, 1)).statusCode(201);
    }
    announce(window("one-more", opensAt, 1)).spec(problem(409, "too-many-windows"));
    announce(window("act-0", opensAt, 1)).statusCode(200);
    as(producer()).delete("/windows/" + stream + "/act-7").then().statusCode(200);
    announce(window("one-more", opensAt, 1)).statusCode(201);
  }

  @Test
  void windowsThatAreTakenBackAtOnceDoNotFillTheGrid() {
    Instant opensAt = inHours(9);
    StreamId id = new StreamId(tenant, stream);
    for (int i = 0; i < Window.MAX_KEPT_PER_TENANT; i++) {
      Window taken =
          new Window(
              new WindowId(id, Origin.ANNOUNCED, "act-" + i),
              opensAt,
              opensAt.plusSeconds(60),
              1,
              null,
              false,
              WindowStatus.planned(Instant.now()));
      grid.windows().add(taken.cancelledAt(Instant.now())).toCompletableFuture().join();
    }
    announce(window("one-more", opensAt, 1))
        .spec(problem(409, "too-many-windows"))
        .body("detail", startsWith("a tenant has at most " + Window.MAX_KEPT_PER_TENANT));
    announce(window("act-0", opensAt, 1)).statusCode(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "opensAt | \"tomorrow\"",
        "opensAt | null",
        "opensAt | \"2999-01-01T00:00:00Z\"",
        "duration | \"PT0S\"",
        "duration | \"PT25H\"",
        "duration | 3600",
        "closesAt | \"2020-01-01T00:00:00Z\"",
        "expectedViewers | 0",
        "expectedViewers | 2147483648",
        "expectedViewers | \"many\"",
        "lead | \"PT2H\"",
        "window | \"a b\"",
        "stream | \"\""
      })
  void aValueOutOfItsLimitsIsRefusedByName(String field, String json) {
    String good = window("act-1", inHours(5), 1_000);
    String bad =
        good.contains("\"" + field + "\"")
            ? good.replaceFirst("\"" + field + "\":[^,}]*", "\"" + field + "\":" + json)
            : good.replaceFirst("}", ",\"" + field + "\":" + json + "}");
    announce(bad).spec(problem(400, "malformed")).body("detail", startsWith(field + ":"));
    list(producer(), "").body("windows", hasSize(0));
  }

  @Test
  void aWindowInThePastIsRefused() {
    announce(window("act-1", Instant.now().minusSeconds(7_200), 1_000))
        .spec(problem(400, "malformed"))
        .body("detail", equalTo("closesAt: must be in the future"));
  }

  @Test
  void theVerySameWindowAgainIsKnownWhenItIsOver() {
    Instant opensAt = Instant.now().minusSeconds(3_599).truncatedTo(ChronoUnit.MILLIS);
    String json = window("act-1", opensAt, 1_000);
    announce(json).statusCode(201);
    await().atMost(TIMEOUT).until(() -> Instant.now().isAfter(opensAt.plus(Duration.ofHours(1))));
    announce(json).statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "[]", "{", "{}", "{}{}", "7", "stream=s"})
  void whatIsNoAnnouncementIsRefused(String body) {
    announce(body).spec(problem(400, "malformed"));
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    announce(" ".repeat(16 * 1024) + window("act-1", inHours(5), 1))
        .spec(problem(413, "too-large"));
  }

  @Test
  void onlyAProducerAnnouncesAndCancels() {
    String json = window("act-1", inHours(5), 1_000);
    String path = "/windows/" + stream + "/act-1";
    for (SignedToken token : List.of(SignedToken.viewer("v"), SignedToken.host())) {
      send(token, json).post("/windows").then().spec(problem(403, "forbidden"));
      as(token).delete(path).then().spec(problem(403, "forbidden"));
    }
    send(SignedToken.producer().stream("another"), json)
        .post("/windows")
        .then()
        .spec(problem(403, "forbidden"));
    as(SignedToken.producer().stream("another"))
        .delete(path)
        .then()
        .spec(problem(403, "forbidden"));
    given().body(json).post("/windows").then().spec(problem(401, "unauthorized"));
    given().delete(path).then().spec(problem(401, "unauthorized"));
    given().get("/windows").then().spec(problem(401, "unauthorized"));
    list(SignedToken.viewer("v"), "").spec(problem(403, "forbidden"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?stream=a%20b", "?stream=%F0%9F%94%A5"})
  void aStreamOfTheWrongFormIsRefused(String query) {
    given()
        .urlEncodingEnabled(false)
        .header("Authorization", producer().bearer())
        .get("/windows" + query)
        .then()
        .spec(problem(400, "malformed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/windows/a%20b/act-1", "/windows/s/%00", "/windows/s/a%2Fb"})
  void aNameOfTheWrongFormIsRefused(String path) {
    given()
        .urlEncodingEnabled(false)
        .header("Authorization", producer().bearer())
        .delete(path)
        .then()
        .spec(problem(400, "malformed"));
  }

  @Test
  void otherMethodsAreRefused() {
    as(producer()).delete("/windows").then().spec(problem(405, "method-not-allowed"));
    as(producer()).put("/windows").then().spec(problem(405, "method-not-allowed"));
    as(producer()).get("/windows/s/act-1").then().spec(problem(405, "method-not-allowed"));
  }

  @Test
  void theDescriptionKnowsEveryAnswer() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .body(
            "paths.'/windows'.post.responses.keySet()",
            hasItems("200", "201", "400", "401", "403", "409", "413", "503"))
        .body("paths.'/windows'.get.responses.keySet()", hasItems("200", "400", "401", "403"))
        .body(
            "paths.'/windows/{stream}/{window}'.delete.responses.keySet()",
            hasItems("200", "400", "401", "403", "404"));
  }
}
