package dev.oncue.live.faults;

import static dev.oncue.testbed.Answers.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.json.Fields;
import dev.oncue.poll.Opening;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Answers;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.profile.GatedGrid;
import dev.oncue.testbed.profile.UnrulyGridProfile;
import dev.oncue.testbed.token.SignedToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Viewers who join a stream with many polls: what each is shown, and how many calls that costs. */
@Tag("faults")
@QuarkusTest
@TestProfile(UnrulyGridProfile.class)
@Timeout(120)
class JoiningCrowdTest {
  private static final int CLOSED = 10;
  private static final int OPEN = 3;
  private static final int WITH_BALLOTS = CLOSED + OPEN;
  private static final int CROWD = 50;

  @Inject PollLifecycle lifecycle;
  @Inject GatedGrid gated;
  @Inject UnrulyGrid unruly;
  @Inject MeterRegistry meters;

  @TestHTTPResource("/")
  URI address;

  private final String stream = Prepared.freshStream();

  private Poll open(String name, String... more) {
    String json = Prepared.pollJson(stream, name, more);
    PollDraft draft =
        PollDraft.read(
            Fields.parse(json.getBytes(StandardCharsets.UTF_8)), StreamId.DEFAULT_TENANT, null);
    return ((Opening.Opened) lifecycle.open(draft).toCompletableFuture().join()).poll();
  }

  private void close(Poll poll) {
    lifecycle.close(poll.id()).toCompletableFuture().join();
  }

  /** Viewers with an even number have voted in every poll that took ballots, but for one poll. */
  @BeforeEach
  void prepare() {
    unruly.mood(Mood.CALM);
    for (int i = 0; i < WITH_BALLOTS; i++) {
      Poll poll = open("q" + i);
      for (int viewer = 0; viewer < CROWD; viewer += 2) {
        Prepared.cast(gated.grid(), poll, "v" + viewer, "red");
      }
      if (i < CLOSED) {
        close(poll);
      }
    }
    close(open("nobody"));
    open("later", "\"opensAt\":\"" + Instant.now().plusSeconds(3_600) + "\"");
    // From here on the feed runs, and knows all of them.
    as(SignedToken.viewer("v0").stream(stream)).get("/streams/" + stream + "/state");
    gated.calls();
  }

  @AfterEach
  void rest() {
    unruly.mood(Mood.LATE);
  }

  private void assertOwnBallots(JsonNode state, int viewer) {
    assertThat(state.get("polls")).hasSize(WITH_BALLOTS + 2);
    for (JsonNode poll : state.get("polls")) {
      boolean voted = viewer % 2 == 0 && poll.get("poll").asText().startsWith("q");
      assertThat(poll.has("ballot")).as("v%d in %s", viewer, poll).isEqualTo(voted);
    }
  }

  @Test
  void oneViewerCostsOneCallByStateAndByFeed() throws Exception {
    SignedToken viewer = SignedToken.viewer("v4");
    assertOwnBallots(json(as(viewer).get("/streams/" + stream + "/state").asString()), 4);
    assertThat(gated.calls()).containsExactly(WITH_BALLOTS);
    try (EventStream feed = Answers.feed(stream, "", "Authorization", viewer.bearer())) {
      assertOwnBallots(feed.next("state").data(), 4);
    }
    assertThat(gated.calls()).containsExactly(WITH_BALLOTS);
  }

  @Test
  void aHostHasNoBallotsAndCostsNone() {
    as(SignedToken.host()).get("/streams/" + stream + "/state").then().statusCode(200);
    assertThat(gated.calls()).isEmpty();
  }

  @Test
  void aWholeCrowdSharesTwoCallsAndEachIsShownItsOwn() throws IOException {
    GatedGrid.Crowd crowd =
        gated.crowd(
            () -> IntStream.range(0, CROWD).mapToObj(this::join).toList(),
            () -> waiting() == CROWD * WITH_BALLOTS);

    for (int viewer = 0; viewer < CROWD; viewer++) {
      assertThat(crowd.answers().get(viewer).statusCode()).isEqualTo(200);
      assertOwnBallots(json(crowd.answers().get(viewer).body()), viewer);
    }
    assertThat(crowd.calls()).hasSizeLessThanOrEqualTo(2);
    assertThat(crowd.calls().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(CROWD * WITH_BALLOTS);
    await().until(() -> waiting() == 0);
  }

  private HttpRequest join(int viewer) {
    return HttpRequest.newBuilder(address.resolve("/streams/" + stream + "/state"))
        .header("Authorization", SignedToken.viewer("v" + viewer).bearer())
        .build();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private double waiting() {
    return meters.get("oncue.ballot.lookups.waiting").gauge().value();
  }
}
