package dev.oncue.local.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.local.EngineTest;
import dev.oncue.testbed.contract.FeedContract;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.feed.EventStream.Event;
import dev.oncue.testbed.token.SignedToken;
import dev.oncue.testbed.token.TokenSigner;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of the feed on the whole engine, and what it tells of much that happens. */
@EngineTest
class FeedTest extends FeedContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TestHTTPResource("/")
  URI origin;

  private EngineClient client;

  @BeforeEach
  void connect() {
    client = new EngineClient(origin, new TokenSigner(SignedToken.SECRET));
  }

  private EventStream host() {
    return client.feed(stream, client.tokens().host());
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(Event::name).toList();
  }

  private void openAndClose(int polls) {
    for (int i = 0; i < polls; i++) {
      client.open(stream, "q" + i, "");
      client.close(stream, "q" + i);
    }
  }

  private EventStream backByHeader(String cursor) {
    return client.feed(stream, client.tokens().host(), cursor);
  }

  @Tag("faults")
  @Test
  void whoWasAwayTooLongGetsTheStateAndGoesOnFromThere() {
    String seen;
    try (EventStream steady = host()) {
      seen = steady.awaitState().get("cursor").asText();
      openAndClose(600);
      steady.awaitEvent("poll-closed", event -> event.data().get("poll").asText().equals("q599"));
      assertThat(steady.events("poll-closed")).as("nothing is conflated").hasSize(600);
    }
    try (EventStream back = backByHeader(seen)) {
      back.awaitState();
      client.open(stream, "next", "");
      assertThat(back.await("poll-opened").data().get("poll").asText()).isEqualTo("next");
    }
  }

  @Test
  void aTallyIsToldAtMostFourTimesASecondAndTheLastIsExact() throws Exception {
    client.open(stream, "q1", "");
    try (EventStream feed = viewer("watcher")) {
      feed.awaitState();
      long endNanos = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      int votes = 0;
      while (System.nanoTime() < endNanos) {
        client.vote(stream, "q1", "v" + votes++, "red").require(200);
      }
      int cast = votes;
      feed.awaitEvent("tally", event -> event.data().at("/result/ballots").asInt() == cast);
      List<Event> tallies = feed.events("tally");
      assertThat(tallies.size()).isBetween(6, 3 * 4 + 2);
      for (int i = 4; i < tallies.size(); i++) {
        Duration five = Duration.between(asOf(tallies.get(i - 4)), asOf(tallies.get(i)));
        assertThat(five).isGreaterThan(Duration.ofMillis(900));
      }
      assertThat(tallies).isSortedAccordingTo(FeedTest::byBallots);
      assertThat(client.close(stream, "q1").at("/result/ballots").asInt()).isEqualTo(cast);
    }
  }

  private static Instant asOf(Event tally) {
    return Instant.parse(tally.data().at("/result/asOf").asText());
  }

  private static int byBallots(Event one, Event other) {
    return one.data().at("/result/ballots").asInt() - other.data().at("/result/ballots").asInt();
  }

  @Test
  void theWarmPoolsWindowIsToldToHostsUntilItIsReleased() {
    try (EventStream host = host()) {
      host.awaitState();
      Instant opensAt = Instant.now().plus(Duration.ofHours(70));
      client
          .post(
              "/windows",
              client.tokens().producer(),
              """
              {"stream":"%s","window":"act-1","opensAt":"%s","duration":"PT1M","expectedViewers":10}
              """
                  .formatted(stream, opensAt))
          .require(201);
      assertThat(host.await("window").data().get("status").asText()).isEqualTo("planned");
      client.delete("/windows/" + stream + "/act-1", client.tokens().producer()).require(200);
      host.awaitEvent("window", event -> event.data().get("status").asText().equals("released"));
    }
  }

  @Test
  void fiveHundredSubscribersAreToldTheSame() {
    List<EventStream> feeds = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        feeds.add(viewer("v" + i));
      }
      feeds.forEach(EventStream::awaitState);
      openAndClose(3);
      for (EventStream feed : feeds) {
        feed.awaitEvent("poll-closed", event -> event.data().get("poll").asText().equals("q2"));
        assertThat(names(feed.events()).stream().filter(name -> name.startsWith("poll")))
            .containsExactly(
                "poll-opened",
                "poll-closed",
                "poll-opened",
                "poll-closed",
                "poll-opened",
                "poll-closed");
      }
    } finally {
      feeds.forEach(EventStream::close);
    }
  }

  @Tag("faults")
  @Test
  void aCommentKeepsAnIdleConnectionAlive() {
    try (EventStream feed = host()) {
      feed.awaitState();
      int first = feed.comments();
      await().atMost(TIMEOUT).until(() -> feed.comments() > first);
      assertThat(feed.hasEnded()).isFalse();
    }
  }
}
