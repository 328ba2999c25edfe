package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.Prepared;
import dev.oncue.http.SignedToken;
import dev.oncue.live.FeedReader.Event;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.reaction.Emoji;
import dev.oncue.stream.StreamId;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The feed of the function live, when all that it tells of happens elsewhere in the grid. */
@QuarkusTest
@TestProfile(FunctionTestProfile.class)
class FeedOfLiveTest {
  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  private final String stream = Prepared.freshStream();

  private FeedReader host(String... headers) throws Exception {
    return FeedReader.connect(stream, "?token=" + SignedToken.host().text(), headers);
  }

  private FeedReader viewer(String name) throws Exception {
    return FeedReader.connect(stream, "", "Authorization", SignedToken.viewer(name).bearer());
  }

  @Test
  void aPollIsToldFromItsOpeningToItsCertifiedResult() throws Exception {
    try (FeedReader feed = host()) {
      assertThat(feed.response().statusCode()).isEqualTo(200);
      assertThat(feed.response().headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      Event state = feed.next();
      assertThat(state.name()).isEqualTo("state");
      assertThat(state.data().get("stream").asText()).isEqualTo(stream);
      assertThat(state.data().get("polls")).isEmpty();

      Poll poll = Prepared.open(lifecycle, stream);
      Event opened = feed.next("poll-opened");
      assertThat(opened.data().get("poll").asText()).isEqualTo("q1");
      assertThat(opened.data().get("status").asText()).isEqualTo("open");
      assertThat(opened.id()).isNotBlank();

      Prepared.cast(grid, poll, "v1", "red");
      Event tally = feed.next("tally");
      assertThat(tally.data().at("/poll").asText()).isEqualTo("q1");
      assertThat(tally.data().at("/result/counts/red").asInt()).isEqualTo(1);
      assertThat(tally.data().at("/result/final").asBoolean()).isFalse();

      lifecycle.close(poll.id()).toCompletableFuture().join();
      Event closed = feed.next("poll-closed");
      assertThat(closed.data().at("/status").asText()).isEqualTo("closed");
      assertThat(closed.data().at("/result/final").asBoolean()).isTrue();
      assertThat(closed.data().at("/result/ballots").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aScheduledPollOpensOnItsInstant() throws Exception {
    try (FeedReader feed = host()) {
      feed.next("state");
      Instant opensAt = Instant.now().plusSeconds(1);
      Prepared.open(lifecycle, stream, "\"opensAt\":\"" + opensAt + "\"");
      feed.next("poll-scheduled");
      feed.next("poll-opened");
      assertThat(Instant.now()).isAfterOrEqualTo(opensAt);
    }
  }

  @Test
  void hiddenTalliesAreToldToHostsAlone() throws Exception {
    Poll poll = Prepared.open(lifecycle, stream, "\"results\":\"closed\"");
    try (FeedReader host = host();
        FeedReader viewer = viewer("v1")) {
      host.next("state");
      assertThat(viewer.next("state").data().at("/polls/0").has("result")).isFalse();
      Prepared.cast(grid, poll, "v1", "red");
      assertThat(host.next("tally").data().at("/result/ballots").asInt()).isEqualTo(1);
      lifecycle.close(poll.id()).toCompletableFuture().join();
      Event next = viewer.next();
      while (next.name().equals("viewers")) {
        next = viewer.next();
      }
      assertThat(next.name()).isEqualTo("poll-closed");
      assertThat(next.data().at("/result/counts/red").asInt()).isEqualTo(1);
    }
  }

  @Test
  void reactionsAreToldAsWhatHasComeSince() throws Exception {
    StreamId id = new StreamId(StreamId.DEFAULT_TENANT, stream);
    Emoji fire = Emoji.of("🔥").orElseThrow();
    grid.reactions().send(id, "v1", fire, Instant.now()).toCompletableFuture().join();
    try (FeedReader feed = host()) {
      assertThat(feed.next("state").data().at("/reactions/🔥").asInt()).isEqualTo(1);
      grid.reactions().send(id, "v2", fire, Instant.now()).toCompletableFuture().join();
      assertThat(feed.next("reactions").data().at("/🔥").asInt()).isEqualTo(1);
    }
  }

  @Test
  void viewersAreCountedAndHostsAreNot() throws Exception {
    try (FeedReader host = host()) {
      assertThat(host.next("state").data().get("viewers").asInt()).isZero();
      FeedReader viewer = viewer("v1");
      assertThat(host.next("viewers").data().get("viewers").asInt()).isEqualTo(1);
      viewer.close();
      assertThat(host.next("viewers").data().get("viewers").asInt()).isZero();
    }
  }

  @Test
  void oneWhoComesBackGetsWhatWasMissed() throws Exception {
    String seen;
    try (FeedReader feed = host()) {
      seen = feed.next("state").id();
    }
    Poll poll = Prepared.open(lifecycle, stream);
    try (FeedReader other = host()) {
      other.next("state");
    }
    lifecycle.close(poll.id()).toCompletableFuture().join();
    try (FeedReader feed = host("Last-Event-ID", seen)) {
      assertThat(feed.next().name()).isEqualTo("poll-opened");
      feed.next("poll-closed");
    }
    try (FeedReader feed =
        FeedReader.connect(stream, "?token=" + SignedToken.host().text() + "&cursor=" + seen)) {
      assertThat(feed.next().name()).isEqualTo("poll-opened");
    }
  }

  @Test
  void aCursorOfAnotherProcessIsAnsweredWithTheState() throws Exception {
    Prepared.open(lifecycle, stream);
    try (FeedReader feed = host("Last-Event-ID", "elsewhere-7")) {
      Event first = feed.next();
      assertThat(first.name()).isEqualTo("state");
      assertThat(first.data().at("/polls/0/poll").asText()).isEqualTo("q1");
    }
  }
}
