package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.Prepared;
import dev.oncue.http.SignedToken;
import dev.oncue.live.FeedReader.Event;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.reaction.Emoji;
import dev.oncue.stream.StreamId;
import dev.oncue.viewer.Connected;
import dev.oncue.viewer.Viewers;
import dev.oncue.window.Origin;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
  void allAreToldWhenAResultIsRevealed() throws Exception {
    Poll poll = Prepared.open(lifecycle, stream, "\"results\":\"closed\"");
    Prepared.cast(grid, poll, "v1", "red");
    try (FeedReader host = host();
        FeedReader viewer = viewer("v1")) {
      host.next("state");
      viewer.next("state");
      lifecycle.close(poll.id()).toCompletableFuture().join();
      viewer.next("poll-closed");
      lifecycle.reveal(poll.id()).toCompletableFuture().join();
      for (FeedReader feed : List.of(host, viewer)) {
        Event revealed = feed.next("result-revealed");
        assertThat(revealed.data().at("/poll").asText()).isEqualTo("q1");
        assertThat(revealed.data().has("revealedAt")).isTrue();
        assertThat(revealed.data().at("/result/counts/red").asInt()).isEqualTo(1);
      }
    }
    try (FeedReader late = viewer("v2")) {
      assertThat(late.next("state").data().at("/polls/0").has("revealedAt")).isTrue();
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

  private Window announced() {
    Instant opensAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(600);
    StreamId id = new StreamId(StreamId.DEFAULT_TENANT, stream);
    Window window =
        new Window(
            new WindowId(id, Origin.ANNOUNCED, "act-1"),
            opensAt,
            opensAt.plusSeconds(600),
            1_000,
            null,
            false,
            WindowStatus.planned(opensAt));
    grid.windows().add(window).toCompletableFuture().join();
    return window;
  }

  private static Window phase(Window window, Phase phase) {
    WindowStatus status = window.status();
    return window.with(
        new WindowStatus(phase, status.since(), null, null, null, status.functions()));
  }

  @Test
  void windowsAreToldToHostsAloneAsTheyChange() throws Exception {
    try (FeedReader host = host();
        FeedReader producer =
            FeedReader.connect(stream, "?token=" + SignedToken.producer().text());
        FeedReader viewer = viewer("v1")) {
      assertThat(host.next("state").data().get("windows")).isEmpty();
      producer.next("state");
      assertThat(viewer.next("state").data().has("windows")).isFalse();
      Window planned = announced();
      Event told = host.next("window");
      assertThat(told.id()).matches(".*-\\d+\\.1");
      assertThat(told.data().get("window").asText()).isEqualTo("act-1");
      assertThat(told.data().get("status").asText()).isEqualTo("planned");

      Window warm = phase(planned, Phase.WARM);
      grid.windows().replace(planned, warm).toCompletableFuture().join();
      assertThat(host.next("window").data().get("status").asText()).isEqualTo("warm");
      try (FeedReader late = host()) {
        assertThat(late.next("state").data().at("/windows/0/status").asText()).isEqualTo("warm");
      }
      grid.windows().replace(warm, phase(warm, Phase.RELEASED)).toCompletableFuture().join();
      assertThat(host.next("window").data().get("status").asText()).isEqualTo("released");
      for (String status : List.of("planned", "warm", "released")) {
        assertThat(producer.next("window").data().get("status").asText()).isEqualTo(status);
      }
      try (FeedReader late = host()) {
        assertThat(late.next("state").data().get("windows")).isEmpty();
      }
      Prepared.open(lifecycle, stream);
      Event next = viewer.next();
      while (next.name().equals("viewers")) {
        next = viewer.next();
      }
      assertThat(next.name()).as("no window before it").isEqualTo("poll-opened");
      assertThat(next.id()).as("and no gap").matches(".*-\\d+");
    }
  }

  @Test
  void aHostThatComesBackIsToldOfTheWindowsThatItMissed() throws Exception {
    String seen;
    try (FeedReader feed = host()) {
      seen = feed.next("state").id();
    }
    announced();
    try (FeedReader other = host()) {
      other.next("state");
    }
    try (FeedReader host = host("Last-Event-ID", seen);
        FeedReader viewer =
            FeedReader.connect(
                stream, "?cursor=" + seen, "Authorization", SignedToken.viewer("v1").bearer())) {
      assertThat(host.next().name()).isEqualTo("window");
      assertThat(viewer.next().name()).isEqualTo("viewers");
    }
  }

  @Test
  void viewersOfOtherInstancesAreCountedToo() throws Exception {
    StreamId id = new StreamId(StreamId.DEFAULT_TENANT, stream);
    try (FeedReader host = host();
        FeedReader viewer = viewer("v1")) {
      host.next("state");
      viewer.next("state");
      grid.viewers().tell(new Connected("live-2", id, 40_000)).toCompletableFuture().join();
      Event told = host.next("viewers");
      while (told.data().get("viewers").asInt() != 40_001) {
        told = host.next("viewers");
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  grid.viewers().all().toCompletableFuture().join().stream()
                      .filter(connected -> connected.stream().equals(id))
                      .mapToInt(Connected::viewers)
                      .boxed()
                      .sorted()
                      .toList()
                      .equals(List.of(1, 40_000)));
      grid.viewers().tell(new Connected("live-2", id, 0)).toCompletableFuture().join();
      while (told.data().get("viewers").asInt() != 1) {
        told = host.next("viewers");
      }
    }
  }

  @Test
  void whatThisInstanceToldIsNotForgottenWhileItsViewersStay() throws Exception {
    StreamId id = new StreamId(StreamId.DEFAULT_TENANT, stream);
    try (FeedReader viewer = viewer("v1")) {
      viewer.next("state");
      await().atMost(Duration.ofSeconds(30)).until(() -> toldOf(id) == 1);
      await()
          .during(Viewers.KEPT.plusSeconds(3))
          .atMost(Viewers.KEPT.plusSeconds(20))
          .until(() -> toldOf(id) == 1);
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> toldOf(id) == 0);
  }

  private long toldOf(StreamId id) {
    return Connected.byStream(grid.viewers().all().toCompletableFuture().join())
        .getOrDefault(id, 0L);
  }
}
