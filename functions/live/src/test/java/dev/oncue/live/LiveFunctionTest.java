package dev.oncue.live;

import static dev.oncue.http.Answers.as;
import static dev.oncue.http.Answers.event;
import static dev.oncue.http.Answers.instant;
import static dev.oncue.http.Answers.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.http.FunctionContract;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.Prepared;
import dev.oncue.http.SignedToken;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.reaction.Emoji;
import dev.oncue.stream.StreamId;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function live, alone: state, polls, time and pages. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class LiveFunctionTest extends FunctionContract {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  @Override
  protected Set<String> paths() {
    return Set.of(
        "/time",
        "/streams/s/state",
        "/streams/s/feed",
        "/streams/s/cues",
        "/polls/s/p",
        "/viewer.html");
  }

  private ValidatableResponse state(SignedToken token) {
    return as(token).get("/streams/" + stream + "/state").then();
  }

  private ValidatableResponse poll(SignedToken token) {
    return as(token).get("/polls/" + stream + "/q1").then();
  }

  private void react(String viewer, String emoji) {
    grid.reactions()
        .send(
            new StreamId(StreamId.DEFAULT_TENANT, stream),
            viewer,
            Emoji.of(emoji).orElseThrow(),
            Instant.now())
        .toCompletableFuture()
        .join();
  }

  @Test
  void theStateIsAllThatOneWhoHasJustComeMustKnow() {
    Poll poll = Prepared.open(lifecycle, stream);
    Ballot ballot = Prepared.cast(grid, poll, "v1", "red");
    Prepared.cast(grid, poll, "v2", "blue");
    react("v1", "🔥");
    state(SignedToken.viewer("v1"))
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
  void hiddenCountsAreForHostsAloneUntilTheClose() {
    Poll poll = Prepared.open(lifecycle, stream, "\"results\":\"closed\"");
    Prepared.cast(grid, poll, "v1", "red");
    SignedToken viewer = SignedToken.viewer("v1");
    state(viewer)
        .body("polls[0]", not(hasKey("result")))
        .body("polls[0].ballot.options", equalTo(List.of("red")));
    poll(viewer).statusCode(200).body("", not(hasKey("result")));
    for (SignedToken sees : List.of(SignedToken.host(), SignedToken.producer())) {
      state(sees).body("polls[0].result.counts.red", equalTo(1));
      poll(sees).body("result.counts.red", equalTo(1));
    }
    lifecycle.close(poll.id()).toCompletableFuture().join();
    poll(viewer)
        .body("status", equalTo("closed"))
        .body("result.counts", equalTo(Map.of("red", 1, "blue", 0)))
        .body("result.final", equalTo(true))
        .body("result.certified", equalTo(true));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> state(viewer).body("polls[0].result.final", equalTo(true)));
  }

  @Test
  void aPollThatIsOverIsGivenItsResultByWhoeverAsks() {
    Poll poll = Prepared.open(lifecycle, stream, "\"duration\":\"PT0.3S\"");
    Prepared.cast(grid, poll, "v1", "red");
    await()
        .atMost(PATIENCE)
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
        .atMost(PATIENCE)
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
  void aScheduledPollIsShownAsSuch() {
    Prepared.open(lifecycle, stream, "\"opensAt\":\"" + Instant.now().plusSeconds(600) + "\"");
    poll(SignedToken.viewer("v1")).body("status", equalTo("scheduled"));
    state(SignedToken.viewer("v1")).body("polls[0].status", equalTo("scheduled"));
  }

  @Test
  void whatNobodyKnowsIsUnknown() {
    state(SignedToken.viewer("v1")).spec(problem(404, "unknown-stream"));
    poll(SignedToken.viewer("v1")).spec(problem(404, "unknown-poll"));
  }

  @Test
  void aTokenThatNamesAStreamMakesItKnown() {
    state(SignedToken.viewer("v1").stream(stream)).statusCode(200).body("polls.size()", equalTo(0));
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    Prepared.openFor(lifecycle, "another", stream);
    state(SignedToken.viewer("v1")).spec(problem(404, "unknown-stream"));
    poll(SignedToken.host()).spec(problem(404, "unknown-poll"));
    state(SignedToken.viewer("v1").tenant("another")).body("polls.size()", equalTo(1));
    poll(SignedToken.host().tenant("another")).statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/streams/s/state", "/streams/s/feed", "/streams/s/cues", "/polls/s/q1"})
  void readingNeedsATokenThatReaches(String path) {
    given().get(path).then().spec(problem(401, "unauthorized"));
    as(SignedToken.host().signedWith("x".repeat(40)))
        .get(path)
        .then()
        .spec(problem(401, "unauthorized"));
    as(SignedToken.viewer("v").claim("groups", "[]"))
        .get(path)
        .then()
        .spec(problem(403, "forbidden"));
    as(SignedToken.viewer("v").stream("another")).get(path).then().spec(problem(403, "forbidden"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/streams/a%20b/state",
        "/streams/a%20b/feed",
        "/polls/a%20b/q1",
        "/polls/s/%F0%9F%94%A5",
        "/streams/%00/state"
      })
  void aNameOfTheWrongFormIsRefused(String path) {
    given()
        .urlEncodingEnabled(false)
        .header("Authorization", SignedToken.host().bearer())
        .get(path)
        .then()
        .spec(problem(400, "malformed"));
  }

  @Test
  void theTimeIsTheServers() throws Exception {
    double before = System.currentTimeMillis();
    String body =
        given()
            .get("/time")
            .then()
            .statusCode(200)
            .header("Cache-Control", "no-store")
            .extract()
            .asString();
    JsonNode time = new ObjectMapper().readTree(body);
    double receivedAt = time.get("receivedAt").asDouble();
    double sentAt = time.get("sentAt").asDouble();
    assertThat(receivedAt).isBetween(before - 1, sentAt);
    assertThat(sentAt).isLessThanOrEqualTo(System.currentTimeMillis() + 1);
    assertThat(body).matches("\\{\"receivedAt\":\\d+\\.\\d{3},\"sentAt\":\\d+\\.\\d{3}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/host.html",
        "/overlay.html",
        "/viewer.html",
        "/oncue/viewer.js",
        "/oncue/texts/de.json"
      })
  void pagesComeWithTheirSecurityHeaders(String path) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .header(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache");
  }

  @Test
  void takesNoEvents() {
    event(SignedToken.producer(), "dev.oncue.vote.cast.v1", "1", "{}")
        .post("/")
        .then()
        .spec(problem(400, "malformed"))
        .body("detail", containsString("dev.oncue.vote.cast.v1"));
  }
}
