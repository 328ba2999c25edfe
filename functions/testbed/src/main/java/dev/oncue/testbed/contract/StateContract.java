package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.as;
import static dev.oncue.testbed.Answers.instant;
import static dev.oncue.testbed.Answers.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.oncue.ballot.Ballot;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Reaction;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Viewers: the state of a stream, polls, the time; producers: {@code reveal}. */
public abstract class StateContract extends HttpContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final List<String> READ =
      List.of("/streams/s/state", "/streams/s/feed", "/streams/s/cues", "/polls/s/q1");
  private static final Pattern TIME =
      Pattern.compile("\\{\"receivedAt\":(\\d+\\.\\d{3}),\"sentAt\":(\\d+\\.\\d{3})}");

  private ValidatableResponse state(SignedToken token) {
    return as(token).get("/streams/" + stream + "/state").then();
  }

  private ValidatableResponse poll(SignedToken token) {
    return as(token).get("/polls/" + stream + "/q1").then();
  }

  /**
   * As a viewer of the test's own: each has 20 reactions in 10 seconds, in all streams together.
   */
  private void react(String viewer, String emoji) {
    StreamId id = new StreamId(StreamId.DEFAULT_TENANT, stream);
    Reaction one =
        new Reaction(id, viewer + " of " + stream, Emoji.of(emoji).orElseThrow(), Instant.now());
    grid.reactions().send(List.of(one)).toCompletableFuture().join();
  }

  @Test
  void theStateIsAllThatOneWhoHasJustComeMustKnow() {
    Poll poll = Prepared.open(lifecycle, stream);
    Ballot ballot = Prepared.cast(grid, poll, "v1", "red");
    Prepared.cast(grid, poll, "v2", "blue");
    react("v1", "🔥");
    ValidatableResponse answer = state(SignedToken.viewer("v1"));
    assertThat(answer.extract().<Map<String, ?>>path(""))
        .containsOnlyKeys("now", "stream", "cursor", "viewers", "polls", "reactions");
    answer
        .statusCode(200)
        .contentType("application/json")
        .body("now", instant())
        .body("stream", equalTo(stream))
        .body("cursor", containsString("-"))
        .body("viewers", equalTo(0))
        .body("polls[0].poll", equalTo("q1"))
        .body("polls[0].status", equalTo("open"))
        .body("polls[0].result.counts", equalTo(Map.of("red", 1, "blue", 1)))
        .body("polls[0].result.final", equalTo(false))
        .body("polls[0].ballot.options", equalTo(List.of("red")))
        .body("polls[0].ballot.receipt", equalTo(poll.receipts().sign("v1", ballot)))
        .body("reactions", equalTo(Map.of("🔥", 1)));
    state(SignedToken.viewer("v3")).body("polls[0]", not(hasKey("ballot")));
    state(SignedToken.host()).statusCode(200).body("polls[0]", not(hasKey("ballot")));
  }

  @Test
  void liveCountsAreForAll() {
    Prepared.cast(grid, Prepared.open(lifecycle, stream, "\"results\":\"live\""), "v1", "red");
    for (SignedToken token :
        List.of(SignedToken.viewer("v2"), SignedToken.host(), SignedToken.producer())) {
      isLive(state(token).extract().path("polls[0].result"));
      isLive(poll(token).extract().path("result"));
    }
  }

  /** Asserts that a result has one ballot for red, and is not the last word. */
  private static void isLive(Map<String, Object> result) {
    assertThat(Instant.parse((String) result.get("asOf"))).isBeforeOrEqualTo(Instant.now());
    assertThat(result)
        .containsOnlyKeys("counts", "ballots", "final", "certified", "asOf")
        .containsEntry("counts", Map.of("red", 1, "blue", 0))
        .containsEntry("ballots", 1)
        .containsEntry("final", false)
        .containsEntry("certified", false);
  }

  @Test
  void hiddenCountsAreForHostsAloneUntilTheClose() {
    Poll poll = Prepared.open(lifecycle, stream, "\"results\":\"closed\"");
    Ballot cast = Prepared.cast(grid, poll, "v1", "red");
    SignedToken viewer = SignedToken.viewer("v1");
    state(viewer)
        .body("polls[0]", not(hasKey("result")))
        .body("polls[0].ballot.options", equalTo(List.of("red")))
        .body("polls[0].ballot.receipt", equalTo(poll.receipts().sign("v1", cast)));
    poll(viewer).statusCode(200).body("", not(hasKey("result")));
    for (SignedToken sees :
        List.of(
            SignedToken.host(), SignedToken.producer(), SignedToken.of("b", "viewer", "host"))) {
      isLive(state(sees).extract().path("polls[0].result"));
      isLive(poll(sees).extract().path("result"));
    }
    lifecycle.close(poll.id()).toCompletableFuture().join();
    poll(viewer)
        .body("status", equalTo("closed"))
        .body("result.counts", equalTo(Map.of("red", 1, "blue", 0)))
        .body("result.final", equalTo(true))
        .body("result.certified", equalTo(true));
    for (SignedToken token :
        List.of(SignedToken.viewer("v2"), SignedToken.host(), SignedToken.producer())) {
      Map<String, Object> result = poll(token).extract().path("result");
      assertThat(result).containsEntry("final", true);
      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> state(token).body("polls[0].result", equalTo(result)));
    }
  }

  @Test
  void aPollThatIsOverIsGivenItsResultByWhoeverAsks() {
    Poll poll = Prepared.open(lifecycle, stream, "\"duration\":\"PT0.3S\"");
    Prepared.cast(grid, poll, "v1", "red");
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> poll(SignedToken.viewer("v1")).body("status", equalTo("closed")));
    poll(SignedToken.viewer("v1"))
        .body("result.final", equalTo(true))
        .body("result.counts.red", equalTo(1));
  }

  private ValidatableResponse reveal(SignedToken token) {
    return as(token).post("/polls/" + stream + "/q1/reveal").then();
  }

  @Test
  void aClosedPollsResultIsRevealedOnce() {
    Poll poll = Prepared.open(lifecycle, stream, "\"results\":\"closed\"");
    Prepared.cast(grid, poll, "v1", "red");
    reveal(SignedToken.producer()).spec(problem(409, "poll-not-closed"));
    lifecycle.close(poll.id()).toCompletableFuture().join();
    poll(SignedToken.viewer("v1")).body("", not(hasKey("revealedAt")));
    String revealedAt =
        reveal(SignedToken.producer())
            .statusCode(200)
            .body("result.counts.red", equalTo(1))
            .body("revealedAt", instant())
            .extract()
            .path("revealedAt");
    reveal(SignedToken.producer()).statusCode(200).body("revealedAt", equalTo(revealedAt));
    poll(SignedToken.viewer("v1")).body("revealedAt", equalTo(revealedAt));
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> state(SignedToken.host()).body("polls[0].revealedAt", equalTo(revealedAt)));
  }

  @Test
  void revealingIsForProducersOfTheStream() {
    Prepared.open(lifecycle, stream);
    given().post("/polls/" + stream + "/q1/reveal").then().spec(problem(401, "unauthorized"));
    reveal(SignedToken.host()).spec(problem(403, "forbidden"));
    reveal(SignedToken.viewer("v1")).spec(problem(403, "forbidden"));
    reveal(SignedToken.producer().tenant("another")).spec(problem(404, "unknown-poll"));
    as(SignedToken.producer())
        .post("/polls/" + stream + "/other/reveal")
        .then()
        .spec(problem(404, "unknown-poll"));
  }

  @Test
  void theBallotIsTheCallersOwn() {
    Poll poll = Prepared.open(lifecycle, stream, "\"revote\":true");
    Prepared.cast(grid, poll, "v1", "red");
    Ballot theirs = Prepared.cast(grid, poll, "v2", "blue");
    Ballot mine = Prepared.cast(grid, poll, "v1", "blue");
    state(SignedToken.viewer("v1"))
        .body("polls[0].ballot.options", equalTo(List.of("blue")))
        .body("polls[0].ballot.receipt", equalTo(poll.receipts().sign("v1", mine)));
    state(SignedToken.viewer("v2"))
        .body("polls[0].ballot.receipt", equalTo(poll.receipts().sign("v2", theirs)));
    for (SignedToken other :
        List.of(SignedToken.viewer("v3"), SignedToken.host(), SignedToken.producer())) {
      state(other).body("polls[0]", not(hasKey("ballot")));
    }
  }

  @Test
  void viewersNeverSeeAPollThatWasCancelledBeforeItBegan() {
    String later = "\"opensAt\":\"" + Prepared.ahead(Duration.ofHours(1)) + "\"";
    Poll cancelled = Prepared.openNamed(lifecycle, stream, "q2", later);
    lifecycle.close(cancelled.id()).toCompletableFuture().join();
    settled(SignedToken.host(), "q2");
    SignedToken viewer = SignedToken.viewer("v1");
    state(viewer).body("polls.size()", equalTo(0));
    as(viewer)
        .get("/polls/" + stream + "/q2")
        .then()
        .statusCode(200)
        .body("status", equalTo("closed"))
        .body("result.ballots", equalTo(0));
    // What was open, for however short, is no secret.
    Poll brief = Prepared.openNamed(lifecycle, stream, "q3");
    lifecycle.close(brief.id()).toCompletableFuture().join();
    settled(viewer, "q3");
  }

  /** Waits until the state, which may be a moment behind, has a poll as closed. */
  private void settled(SignedToken token, String poll) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                state(token)
                    .body("polls.find { it.poll == '" + poll + "' }.status", equalTo("closed")));
  }

  @Test
  void aScheduledPollIsShownAsSuch() {
    Prepared.open(lifecycle, stream, "\"opensAt\":\"" + Instant.now().plusSeconds(600) + "\"");
    poll(SignedToken.viewer("v1")).body("status", equalTo("scheduled"));
    state(SignedToken.viewer("v1")).body("polls[0].status", equalTo("scheduled"));
  }

  @Test
  void whatNobodyKnowsIsUnknown() {
    state(SignedToken.viewer("v1")).spec(problem(404, "unknown-stream"));
    state(SignedToken.producer()).spec(problem(404, "unknown-stream"));
    poll(SignedToken.viewer("v1")).spec(problem(404, "unknown-poll"));
    react("v1", "🔥");
    await().atMost(TIMEOUT).untilAsserted(() -> state(SignedToken.viewer("v1")).statusCode(200));
  }

  @Test
  void aPollIsKnownByItsNameAndItsStream() {
    Prepared.open(lifecycle, stream);
    for (String path : List.of("/polls/" + stream + "/q2", "/polls/another/q1")) {
      as(SignedToken.viewer("v1")).get(path).then().spec(problem(404, "unknown-poll"));
    }
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    refusedName("/polls/" + stream + "/" + "p".repeat(129), "poll");
    refusedName("/polls/" + "s".repeat(129) + "/q1", "stream");
  }

  private static void refusedName(String path, String name) {
    given()
        .urlEncodingEnabled(false)
        .header("Authorization", SignedToken.host().bearer())
        .get(path)
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", startsWith(name));
  }

  @Test
  void aTokenThatNamesAStreamMakesItKnown() {
    state(SignedToken.viewer("v1").stream(stream))
        .statusCode(200)
        .body("polls.size()", equalTo(0))
        .body("reactions", equalTo(Map.of()));
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    Prepared.openFor(lifecycle, "another", stream);
    state(SignedToken.viewer("v1")).spec(problem(404, "unknown-stream"));
    poll(SignedToken.host()).spec(problem(404, "unknown-poll"));
    state(SignedToken.viewer("v1").tenant("another")).body("polls.size()", equalTo(1));
    poll(SignedToken.host().tenant("another")).statusCode(200);
  }

  @Test
  void readingNeedsATokenThatReaches() {
    for (String path : READ) {
      given().get(path).then().spec(problem(401, "unauthorized"));
      as(SignedToken.of("v")).get(path).then().spec(problem(403, "forbidden"));
      as(SignedToken.viewer("v").stream("another"))
          .get(path)
          .then()
          .spec(problem(403, "forbidden"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.oncue.testbed.token.BadTokens#headers")
  void nobodyReadsWithABadToken(String what, String authorization) {
    for (String path : READ) {
      given()
          .header("Authorization", authorization)
          .get(path)
          .then()
          .spec(problem(401, "unauthorized"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.oncue.testbed.token.BadTokens#tokens")
  void nobodyReadsTheFeedWithABadTokenInItsAddress(String what, String token) {
    given()
        .queryParam("token", token)
        .get("/streams/s/feed")
        .then()
        .spec(problem(401, "unauthorized"));
  }

  @ParameterizedTest
  @CsvSource({
    "/streams/a%20b/state,stream",
    "/streams/a%20b/feed,stream",
    "/polls/a%20b/q1,stream",
    "/polls/s/%F0%9F%94%A5,poll",
    "/streams/%00/state,stream"
  })
  void aNameOfTheWrongFormIsRefused(String path, String name) {
    refusedName(path, name);
  }

  private HttpResponse<byte[]> stateInCoding(String coding) throws Exception {
    URI address =
        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/streams/" + stream + "/state");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", SignedToken.host().bearer())
            .header("Accept-Encoding", coding)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
  }

  /** RFC 9110, sections 8.4 and 12.5.3. */
  @ParameterizedTest
  @ValueSource(ints = {10, 150})
  void aLargeStateIsCompressedForWhoAsksForIt(int polls) throws Exception {
    for (int i = 0; i < polls; i++) {
      Prepared.openNamed(lifecycle, stream, "p" + i);
    }
    HttpResponse<byte[]> gzipped = stateInCoding("br, gzip;q=0.5");
    assertThat(gzipped.headers().firstValue("Content-Encoding")).contains("gzip");
    for (String other : List.of("identity", "gzip;q=0", "br")) {
      HttpResponse<byte[]> plain = stateInCoding(other);
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(plain.headers().allValues("Vary")).containsExactly("Accept-Encoding");
      assertThat(plain.headers().allValues("Cache-Control")).containsExactly("no-store");
      assertThat(gzipped.body().length).isLessThan(plain.body().length / 2);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped.body()))) {
      assertThat(Json.tree(in.readAllBytes()).get("polls")).hasSize(polls);
    }
  }

  @Test
  void aSmallStateIsNotCompressed() throws Exception {
    Prepared.open(lifecycle, stream);
    assertThat(stateInCoding("gzip").headers().map()).doesNotContainKey("content-encoding");
  }

  @Test
  void theTimeIsTheServersAndOnlyIncreases() {
    BigDecimal last = BigDecimal.valueOf(System.currentTimeMillis());
    boolean finerThanMillis = false;
    for (int call = 0; call < 5; call++) {
      String body =
          given()
              .get("/time")
              .then()
              .statusCode(200)
              .contentType(startsWith("application/json"))
              .header("Cache-Control", "no-store")
              .extract()
              .asString();
      Matcher answer = TIME.matcher(body);
      assertThat(answer.matches()).as(body).isTrue();
      BigDecimal receivedAt = new BigDecimal(answer.group(1));
      BigDecimal sentAt = new BigDecimal(answer.group(2));
      assertThat(receivedAt).isGreaterThanOrEqualTo(last);
      assertThat(sentAt).isGreaterThanOrEqualTo(receivedAt);
      finerThanMillis |= receivedAt.stripTrailingZeros().scale() > 0;
      last = sentAt;
    }
    assertThat(last).isLessThan(BigDecimal.valueOf(System.currentTimeMillis() + 1));
    assertThat(finerThanMillis).isTrue();
  }
}
