package dev.oncue.vote.faults;

import static dev.oncue.testbed.Answers.event;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.oncue.Grid;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.token.SignedToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The function vote on a grid that answers late, on threads of its own, or never. */
@Tag("faults")
@QuarkusTest
@TestProfile(VoteFaultsProfile.class)
class VoteOnLateGridTest {
  private static final String EVENT = "dev.oncue.vote.cast.v1";
  private static final int VIEWERS = 400;
  private static final long NEVER = -1;
  private static final Duration PROMISED = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Two seconds are promised; a busy machine is given three more. */
  private static final Duration IN_TIME = Duration.ofSeconds(5);

  @Inject UnrulyGrid late;
  @Inject Grid grid;
  @Inject MeterRegistry meters;
  @Inject PollLifecycle lifecycle;
  @TestHTTPResource URI origin;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String stream = Prepared.freshStream();
  private Poll poll;

  @BeforeEach
  void open() {
    late.mood(Mood.CALM);
    poll = Prepared.open(lifecycle, stream);
  }

  @AfterEach
  void nobodyWaits() {
    take(0, 0);
    takeWithEvents(0);
    late.mood(Mood.LATE);
    await().until(() -> waiting() == 0);
  }

  /** From now on, finding a poll and casting a batch take so long; 0: they are done at once. */
  private void take(long findingMillis, long castingMillis) {
    late.holdUp(duration(findingMillis), "find", "ballots");
    late.holdUp(duration(castingMillis), "cast");
  }

  /** From now on, claiming an event and remembering its answer take so long each. */
  private void takeWithEvents(long millis) {
    late.holdUp(duration(millis), "claim", "remember");
  }

  private static Duration duration(long millis) {
    return millis == NEVER ? UnrulyGrid.NEVER : Duration.ofMillis(millis);
  }

  private String ballot(String viewer, String option) {
    return "{\"stream\":\"%s\",\"poll\":\"q1\",\"viewer\":\"%s\",\"option\":\"%s\"}"
        .formatted(stream, viewer, option);
  }

  /** The option of a viewer: each second one has another. */
  private static String option(int viewer) {
    return viewer % 2 == 0 ? "red" : "blue";
  }

  private CompletableFuture<HttpResponse<String>> post(int viewer) {
    String body = "{\"stream\":\"%s\",\"poll\":\"q1\",\"option\":\"%s\"}";
    HttpRequest request =
        HttpRequest.newBuilder(origin.resolve("/vote"))
            .header("Authorization", SignedToken.viewer("v" + viewer).bearer())
            .timeout(Duration.ofSeconds(20))
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    body.formatted(stream, option(viewer)).getBytes(UTF_8)))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private Tally tally() {
    return grid.ballotBoxes().tally(poll).toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource({"20,0", "0,20", "20,20"})
  void eachViewerIsToldOfItsOwnBallot(long finding, long casting) throws Exception {
    take(finding, casting);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int viewer = 0; viewer < VIEWERS; viewer++) {
      answers.add(post(viewer));
    }
    for (int viewer = 0; viewer < VIEWERS; viewer++) {
      HttpResponse<String> answer = answers.get(viewer).get(20, TimeUnit.SECONDS);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"options\":[\"" + option(viewer) + "\"]");
    }
    assertThat(tally()).isEqualTo(Tally.of(VIEWERS, VIEWERS / 2, VIEWERS / 2));
  }

  @ParameterizedTest
  @CsvSource({"-1,0", "0,1900"})
  void noAnswerIsAnAnswerInTimeAndTheNextVoteIsTaken(long finding, long casting) throws Exception {
    take(finding, casting);
    long start = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int viewer = 0; viewer < 20; viewer++) {
      answers.add(post(viewer));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      HttpResponse<String> told = answer.get(20, TimeUnit.SECONDS);
      assertThat(told.statusCode()).isEqualTo(503);
      assertThat(told.headers().firstValue("Retry-After")).contains("1");
      assertThat(told.body()).contains("urn:oncue:problem:grid-unavailable");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
    take(0, 0);
    for (int viewer = 0; viewer < 20; viewer++) {
      assertThat(post(viewer).get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(tally()).isEqualTo(Tally.of(20, 10, 10));
  }

  @Test
  void aVoteBehindABatchThatIsNeverAnsweredIsTaken() throws Exception {
    take(0, NEVER);
    CompletableFuture<HttpResponse<String>> lost = post(1);
    // Both event loops have a batcher that waits.
    CompletableFuture<HttpResponse<String>> alsoLost = post(2);
    await().until(() -> tally().ballots() == 2);
    take(0, 0);
    for (int viewer = 3; viewer < 9; viewer++) {
      assertThat(post(viewer).get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(lost.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    assertThat(alsoLost.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(longs = {20, NEVER})
  void anEventIsAnsweredInTimeAsWell(long millis) {
    take(millis, millis);
    long start = System.nanoTime();
    ValidatableResponse answer =
        event(SignedToken.producer(), EVENT, stream, ballot("v1", "red")).post("/").then();
    if (millis == NEVER) {
      answer.spec(problem(503, "grid-unavailable"));
    } else {
      answer.statusCode(200).body("options[0]", equalTo("red"));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_100, NEVER})
  void anEventIsAnsweredInTimeHoweverLongItTakesTheGridToKnowIt(long millis) {
    takeWithEvents(millis);
    long start = System.nanoTime();
    event(SignedToken.producer(), EVENT, stream, ballot("v1", "red"))
        .post("/")
        .then()
        .spec(problem(503, "grid-unavailable"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
    takeWithEvents(0);
    // A claim whose answer was lost stands for some seconds; brokers deliver again.
    await()
        .untilAsserted(
            () ->
                event(SignedToken.producer(), EVENT, stream, ballot("v1", "red"))
                    .post("/")
                    .then()
                    .statusCode(200));
    assertThat(tally()).isEqualTo(Tally.of(1, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {20, NEVER})
  void aVoteThroughTheRestLayerIsAnsweredInTimeAsWell(long millis) {
    take(millis, millis);
    ValidatableResponse answer =
        send(SignedToken.viewer("v1"), ballot("v1", "red"))
            .header("Accept", "application/json, text/plain;q=0.5")
            .post("/vote")
            .then();
    if (millis == NEVER) {
      answer.spec(problem(503, "grid-unavailable"));
    } else {
      answer.statusCode(200).body("options[0]", equalTo("red"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {20, NEVER})
  void ballotsOfAGatewayAreAnsweredInTimeAsWell(long millis) {
    String request =
        "{\"stream\":\"%s\",\"poll\":\"q1\",\"ballots\":[%s,%s]}"
            .formatted(stream, ballot("v1", "red"), ballot("v2", "blue"));
    take(0, millis);
    long start = System.nanoTime();
    ValidatableResponse answer = send(SignedToken.producer(), request).post("/votes").then();
    if (millis == NEVER) {
      answer.spec(problem(503, "grid-unavailable")).header("Retry-After", "1");
    } else {
      answer.statusCode(200).body("outcomes.outcome", equalTo(List.of("accepted", "accepted")));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
    take(0, 0);
    send(SignedToken.producer(), request)
        .post("/votes")
        .then()
        .statusCode(200)
        .body("outcomes.outcome", equalTo(List.of("accepted", "accepted")));
    assertThat(tally()).isEqualTo(Tally.of(2, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {20, NEVER})
  void aRetryAfterTheCloseIsAnsweredInTimeAsWell(long millis) throws Exception {
    assertThat(post(1).get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    lifecycle.close(poll.id()).toCompletableFuture().join();
    take(millis, 0);
    HttpResponse<String> answer = post(1).get(20, TimeUnit.SECONDS);
    assertThat(answer.statusCode()).isEqualTo(millis == NEVER ? 503 : 200);
  }

  @Test
  void aBallotTooManyIsNotCountedAndMayBeSentAgain() throws Exception {
    take(NEVER, 0);
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    // They wait for two seconds; on a busy machine not all are there before the first give up.
    await().atMost(TIMEOUT).ignoreExceptions().untilAsserted(() -> assertOverloaded(waiting));
    for (CompletableFuture<HttpResponse<String>> answer : waiting) {
      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    }
    assertThat(tally()).isEqualTo(Tally.ZERO);
  }

  private void assertOverloaded(List<CompletableFuture<HttpResponse<String>>> waiting) {
    for (int viewer = 0; viewer < VoteFaultsProfile.MAX_WAITING; viewer++) {
      waiting.add(post(viewer));
    }
    await().atMost(PROMISED).until(() -> waiting() == VoteFaultsProfile.MAX_WAITING);
    send(SignedToken.viewer("late"), ballot("late", "red"))
        .post("/vote")
        .then()
        .spec(problem(503, "overloaded"));
    event(SignedToken.producer(), EVENT, stream, ballot("late", "red"))
        .post("/")
        .then()
        .spec(problem(503, "overloaded"));
  }

  private double waiting() {
    return meters.get("oncue.vote.waiting").gauge().value();
  }
}
