package dev.oncue.local.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.http.TestTokens;
import dev.oncue.local.EngineTest;
import dev.oncue.local.feed.EngineClient.Answer;
import dev.oncue.local.feed.EventStream.Event;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /streams/{stream}/feed}, read by a client of Server-Sent Events. */
@EngineTest
class FeedTest {
  private static final String FIRE = "\uD83D\uDD25";

  @TestHTTPResource("/")
  URI origin;

  private final String stream = "show-" + UUID.randomUUID();
  private EngineClient client;

  @BeforeEach
  void connect() {
    client = new EngineClient(origin, new TokenSigner(TestTokens.SECRET));
  }

  private EventStream host() {
    return client.feed(stream, client.tokens().host());
  }

  private EventStream viewer(String name) {
    return client.feed(stream, client.tokens().viewer(name));
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(Event::name).toList();
  }

  private static List<String> ids(List<Event> events) {
    return events.stream().map(Event::id).toList();
  }

  @Test
  void itBeginsWithTheStateThatTheViewerIsGiven() {
    client.open(stream, "q1", "");
    client.open(stream, "q2", ", \"opensAt\": \"%s\"".formatted(Instant.now().plusSeconds(600)));
    client.vote(stream, "q1", "ann", "red").require(200);
    client.react(stream, "ann", FIRE).require(202);
    try (EventStream feed = viewer("ann")) {
      JsonNode state = feed.awaitState();
      assertThat(feed.header("Content-Type")).startsWith("text/event-stream");
      assertThat(feed.header("Cache-Control")).isEqualTo("no-store");
      assertThat(feed.events().get(0).id()).isEqualTo(state.get("cursor").asText());
      assertThat(state.at("/polls/0/ballot/options/0").asText()).isEqualTo("red");
      assertThat(state.at("/reactions/" + FIRE).asInt()).isEqualTo(1);
      assertThat(lasting(state)).isEqualTo(lasting(client.state(stream, "ann")));
    }
  }

  @Test
  void viewersWhoAreBehindTheHostAreToldWhereInTheVideoAPollCloses() {
    client.open(stream, "q1", ", \"latency\": {\"max\": \"PT1.5S\"}");
    try (EventStream feed = viewer("ann")) {
      assertThat(feed.awaitState().at("/polls/0/latency/max").asText()).isEqualTo("PT1.5S");
      client
          .post(
              "/poll-close",
              client.tokens().producer(),
              "{\"stream\":\"%s\",\"poll\":\"q1\"}".formatted(stream))
          .require(202);
      JsonNode closing = feed.await("poll-closing").data();
      assertThat(closing.get("status").asText()).isEqualTo("open");
      assertThat(closing.at("/result/final").asBoolean()).isFalse();
      client.vote(stream, "q1", "bob", "blue").require(200);
      JsonNode closed = feed.await("poll-closed").data();
      assertThat(Instant.parse(closed.get("closedAt").asText()))
          .isEqualTo(Instant.parse(closing.get("closesAt").asText()).plusMillis(1_500));
      assertThat(closed.at("/result/counts/blue").asInt()).isEqualTo(1);
    }
  }

  /** A state without what changes from one moment to the next. */
  private static JsonNode lasting(JsonNode state) {
    ObjectNode copy = state.deepCopy();
    copy.remove(List.of("now", "cursor", "viewers"));
    copy.get("polls")
        .forEach(
            poll -> {
              if (poll.get("result") instanceof ObjectNode result) {
                result.remove("asOf");
              }
            });
    return copy;
  }

  @Test
  void pollsOfAStateAreInTheOrderOfTheirOpening() {
    for (int i = 9; i >= 0; i--) {
      Instant opensAt = Instant.now().plusSeconds(600 + i);
      client.open(stream, "q" + i, ", \"opensAt\": \"%s\"".formatted(opensAt));
    }
    try (EventStream feed = host()) {
      assertThat(feed.awaitState().get("polls").findValuesAsText("poll"))
          .containsExactly("q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9");
    }
  }

  @Test
  void pollsAreToldAsTheyAreGivenElsewhere() {
    try (EventStream feed = host()) {
      feed.awaitState();
      JsonNode opened = client.open(stream, "q1", "");
      assertThat(lastingPoll(feed.await("poll-opened").data())).isEqualTo(lastingPoll(opened));
      client.vote(stream, "q1", "ann", "red").require(200);
      assertThat(feed.await("tally").data().at("/result/counts/red").asInt()).isEqualTo(1);
      client.close(stream, "q1");
      JsonNode told = feed.await("poll-closed").data();
      assertThat(told.at("/result/final").asBoolean()).isTrue();
      JsonNode given = client.poll(stream, "q1");
      assertThat(lastingPoll(told)).isEqualTo(lastingPoll(given));
      assertThat(told.at("/result/counts")).isEqualTo(given.at("/result/counts"));
    }
  }

  private static JsonNode lastingPoll(JsonNode poll) {
    ObjectNode copy = poll.deepCopy();
    copy.remove("result");
    return copy;
  }

  @Test
  void aScheduledPollIsToldThreeTimes() {
    try (EventStream feed = host()) {
      feed.awaitState();
      Instant opensAt = Instant.now().plusSeconds(1);
      client.open(stream, "q1", ", \"duration\": \"PT1S\", \"opensAt\": \"%s\"".formatted(opensAt));
      feed.await("poll-closed");
      assertThat(names(feed.events()))
          .containsExactly("state", "poll-scheduled", "poll-opened", "poll-closed");
      assertThat(feed.events().stream().skip(1).map(event -> event.data().get("status").asText()))
          .containsExactly("scheduled", "open", "closed");
    }
  }

  @Test
  void everyEventHasAnIdOfItsOwn() {
    try (EventStream feed = host()) {
      feed.awaitState();
      openAndClose(5);
      feed.awaitEvent("poll-closed", event -> event.data().get("poll").asText().equals("q4"));
      assertThat(ids(feed.events())).doesNotContainNull().doesNotHaveDuplicates();
    }
  }

  private void openAndClose(int polls) {
    for (int i = 0; i < polls; i++) {
      client.open(stream, "q" + i, "");
      client.close(stream, "q" + i);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoComesBackGetsWhatWasMissedAndNothingTwice(boolean byHeader) {
    try (EventStream steady = host()) {
      steady.awaitState();
      openAndClose(3);
      steady.awaitEvent("poll-closed", event -> event.data().get("poll").asText().equals("q2"));
      List<Event> all = steady.events();
      for (int seen = 0; seen < all.size(); seen++) {
        String cursor = all.get(seen).id();
        try (EventStream back = byHeader ? backByHeader(cursor) : backByParameter(cursor)) {
          client.react(stream, "ann", FIRE).require(202);
          List<String> expected = ids(all.subList(seen + 1, all.size()));
          back.await("reactions");
          List<String> got = ids(back.events());
          assertThat(got.subList(0, expected.size())).isEqualTo(expected);
          assertThat(got).doesNotHaveDuplicates();
          assertThat(names(back.events())).doesNotContain("state");
        }
      }
    }
  }

  private EventStream backByHeader(String cursor) {
    return client.feed(stream, client.tokens().host(), cursor);
  }

  private EventStream backByParameter(String cursor) {
    String path = "/streams/%s/feed?cursor=%s".formatted(stream, cursor);
    return client.feedAt(path, client.tokens().host(), null);
  }

  @Test
  void theCursorOfTheStateIsOneOfTheFeed() {
    client.open(stream, "q1", "");
    String cursor = client.state(stream, "ann").get("cursor").asText();
    client.close(stream, "q1");
    try (EventStream feed = backByParameter(cursor)) {
      assertThat(feed.await("poll-closed").data().get("poll").asText()).isEqualTo("q1");
      assertThat(names(feed.events())).doesNotContain("state");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "0", "elsewhere-7", "-1", "99999999999999999999", "%00", "%F0%9F%94%A5"})
  void aForeignCursorIsAnsweredWithTheState(String cursor) {
    client.open(stream, "q1", "");
    try (EventStream feed = backByParameter(cursor)) {
      assertThat(feed.awaitState().at("/polls/0/poll").asText()).isEqualTo("q1");
    }
  }

  @Test
  void aCursorAheadOfTheFeedIsAnsweredWithTheState() {
    client.open(stream, "q1", "");
    String cursor = client.state(stream, "ann").get("cursor").asText();
    try (EventStream feed = backByHeader(cursor + "9999")) {
      feed.awaitState();
    }
  }

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
  void hiddenCountsAreForHostsUntilThePollCloses() {
    client.open(stream, "q1", ", \"results\": \"closed\"");
    client.vote(stream, "q1", "early", "red").require(200);
    try (EventStream host = host();
        EventStream viewer = viewer("ann")) {
      String seen = viewer.awaitState().get("cursor").asText();
      assertThat(viewer.awaitState().at("/polls/0").has("result")).isFalse();
      assertThat(host.awaitState().at("/polls/0/result/counts/red").asInt()).isEqualTo(1);
      client.vote(stream, "q1", "bob", "red").require(200);
      host.awaitEvent("tally", event -> event.data().at("/result/ballots").asInt() == 2);
      client.close(stream, "q1");
      JsonNode closed = viewer.await("poll-closed").data();
      assertThat(closed.at("/result/counts/red").asInt()).isEqualTo(2);
      assertThat(viewer.events("tally")).isEmpty();
      try (EventStream back = client.feed(stream, client.tokens().viewer("ann"), seen)) {
        back.await("poll-closed");
        assertThat(back.events("tally")).as("nor to one who resumes").isEmpty();
      }
    }
  }

  @Test
  void viewersAreCountedInAndOutAndHostsAreNot() {
    try (EventStream host = host();
        EventStream second = host()) {
      assertThat(host.awaitState().get("viewers").asInt()).isZero();
      second.awaitState();
      List<EventStream> viewers = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        viewers.add(viewer("v" + i));
      }
      viewers.forEach(EventStream::awaitState);
      host.awaitEvent("viewers", event -> event.data().get("viewers").asInt() == 7);
      assertThat(client.state(stream, "v1").get("viewers").asInt()).isEqualTo(7);
      viewers.forEach(EventStream::close);
      host.awaitEvent("viewers", event -> event.data().get("viewers").asInt() == 0);
    }
  }

  @Test
  void reactionsAddUpToTheTotal() {
    client.react(stream, "before", FIRE).require(202);
    try (EventStream feed = viewer("watcher")) {
      int known = feed.awaitState().at("/reactions/" + FIRE).asInt();
      for (int i = 0; i < 60; i++) {
        client.react(stream, "v" + i % 6, FIRE).require(202);
      }
      await()
          .atMost(EngineClient.PATIENCE)
          .until(
              () ->
                  known
                          + feed.events("reactions").stream()
                              .mapToInt(event -> event.data().get(FIRE).asInt())
                              .sum()
                      == 61);
      assertThat(client.state(stream, "v1").at("/reactions/" + FIRE).asInt()).isEqualTo(61);
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

  @Test
  void aCommentKeepsAnIdleConnectionAlive() {
    try (EventStream feed = host()) {
      feed.awaitState();
      int first = feed.comments();
      await().atMost(Duration.ofSeconds(16)).until(() -> feed.comments() > first);
      assertThat(feed.hasEnded()).isFalse();
    }
  }

  @Test
  void theTokenMayComeInTheAddress() {
    String path = "/streams/%s/feed?token=%s".formatted(stream, client.tokens().viewer("ann"));
    try (EventStream feed = client.feedAt(path, null, null)) {
      feed.awaitState();
    }
    try (EventStream feed = client.feedAt(path + "x", null, null)) {
      assertProblem(feed, 401, "unauthorized");
    }
  }

  private static void assertProblem(EventStream feed, int status, String code) {
    assertThat(feed.status()).isEqualTo(status);
    assertThat(feed.header("Content-Type")).startsWith("application/problem+json");
    assertThat(feed.problem()).contains("\"urn:oncue:problem:" + code + "\"");
  }

  @Test
  void whoMayNotReadIsRefused() {
    TokenSigner tokens = client.tokens();
    assertProblem(client.feed(stream, null), 401, "unauthorized");
    assertProblem(client.feed(stream, "x"), 401, "unauthorized");
    String expired = "{\"sub\":\"ann\",\"groups\":[\"viewer\"],\"exp\":1}";
    assertProblem(client.feed(stream, tokens.signClaims(expired)), 401, "unauthorized");
    String elsewhere = tokens.sign("ann", "viewer", ",\"stream\":\"another\"");
    assertProblem(client.feed(stream, elsewhere), 403, "forbidden");
    assertProblem(client.feed(stream, tokens.sign("ann", "nobody", "")), 403, "forbidden");
    assertProblem(client.feed("a%20b", tokens.host()), 400, "malformed");
    assertProblem(client.feed("x".repeat(129), tokens.host()), 400, "malformed");
  }

  @Test
  void noTenantHearsOfAnother() {
    String theirs = client.tokens().sign("them", "producer", ",\"tenant\":\"theirs\"");
    try (EventStream ours = host();
        EventStream stranger = client.feed(stream, theirs)) {
      ours.awaitState();
      stranger.awaitState();
      openAndClose(1);
      client.react(stream, "ann", FIRE).require(202);
      ours.await("poll-closed");
      ours.await("reactions");
      String json =
          "{\"stream\":\"%s\",\"poll\":\"theirs\",\"question\":\"?\",\"options\":[{\"id\":\"a\",\"text\":\"A\"},{\"id\":\"b\",\"text\":\"B\"}]}"
              .formatted(stream);
      Answer opened = client.post("/poll-open", theirs, json).require(201);
      assertThat(opened.body().get("poll").asText()).isEqualTo("theirs");
      stranger.await("poll-opened");
      assertThat(names(stranger.events())).containsExactly("state", "poll-opened");
      assertThat(ours.events("poll-opened")).hasSize(1);
    }
  }
}
