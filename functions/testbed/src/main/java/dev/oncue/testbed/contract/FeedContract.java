package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.poll.Poll;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Reaction;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Answers;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.feed.EventStream.Event;
import dev.oncue.testbed.token.SignedToken;
import dev.oncue.viewer.Connected;
import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code GET /streams/{stream}/feed}, when all that it tells of happens elsewhere in the grid. A
 * test has its stream for itself.
 */
public abstract class FeedContract extends HttpContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String FIRE = "🔥";
  private static final String AUTHORIZATION = "Authorization";

  /** The stream of the test. */
  protected final StreamId id = new StreamId(StreamId.DEFAULT_TENANT, stream);

  protected final EventStream host(String... headers) {
    return Answers.feed(stream, "?token=" + SignedToken.host().text(), headers);
  }

  private EventStream back(String query) {
    return Answers.feed(stream, query, AUTHORIZATION, SignedToken.host().bearer());
  }

  protected final Poll open(String name, String... more) {
    return Prepared.openNamed(lifecycle, stream, name, more);
  }

  private Poll close(Poll poll) {
    return lifecycle.close(poll.id()).toCompletableFuture().join().orElseThrow();
  }

  private void openAndClose(int polls) {
    for (int i = 0; i < polls; i++) {
      close(open("q" + i));
    }
  }

  private static Predicate<Event> of(String poll) {
    return event -> event.data().get("poll").asText().equals(poll);
  }

  private static Predicate<Event> ballots(int number) {
    return event -> event.data().at("/result/ballots").asInt() == number;
  }

  /** A tally that comes after the close has no secret. */
  private static boolean isFinal(Event tally) {
    return tally.data().at("/result/final").asBoolean();
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(Event::name).toList();
  }

  private static List<String> ids(List<Event> events) {
    return events.stream().map(Event::id).toList();
  }

  private JsonNode get(String path, SignedToken token) {
    return json(as(token).get(path).then().statusCode(200).extract().asString());
  }

  private JsonNode state(String viewer) {
    return get("/streams/" + stream + "/state", SignedToken.viewer(viewer));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A viewer's feed of the stream. */
  protected final EventStream viewer(String name) {
    return Answers.feed(stream, "", AUTHORIZATION, SignedToken.viewer(name).bearer());
  }

  @Test
  void aPollIsToldFromItsOpeningToItsCertifiedResult() {
    try (EventStream feed = host()) {
      assertThat(feed.status()).isEqualTo(200);
      assertThat(feed.header("Content-Type")).startsWith("text/event-stream");
      Event state = feed.next();
      assertThat(state.name()).isEqualTo("state");
      assertThat(state.data().get("stream").asText()).isEqualTo(stream);
      assertThat(state.data().get("polls")).isEmpty();

      Poll poll = open("q1");
      Event opened = feed.next("poll-opened");
      assertThat(opened.data().get("poll").asText()).isEqualTo("q1");
      assertThat(opened.data().get("status").asText()).isEqualTo("open");
      assertThat(opened.id()).isNotBlank();

      Prepared.cast(grid, poll, "v1", "red");
      Event tally = feed.next("tally");
      assertThat(tally.data().at("/poll").asText()).isEqualTo("q1");
      assertThat(tally.data().at("/result/counts/red").asInt()).isEqualTo(1);
      assertThat(tally.data().at("/result/final").asBoolean()).isFalse();

      close(poll);
      Event closed = feed.next("poll-closed");
      assertThat(closed.data().at("/status").asText()).isEqualTo("closed");
      assertThat(closed.data().at("/result/final").asBoolean()).isTrue();
      assertThat(closed.data().at("/result/ballots").asInt()).isEqualTo(1);
    }
  }

  @Test
  void allAreToldWhenAResultIsRevealed() {
    Poll poll = open("q1", "\"results\":\"closed\"");
    Prepared.cast(grid, poll, "v1", "red");
    try (EventStream host = host();
        EventStream viewer = viewer("v1")) {
      host.next("state");
      viewer.next("state");
      close(poll);
      viewer.next("poll-closed");
      lifecycle.reveal(poll.id()).toCompletableFuture().join();
      for (EventStream feed : List.of(host, viewer)) {
        Event revealed = feed.next("result-revealed");
        assertThat(revealed.data().at("/poll").asText()).isEqualTo("q1");
        assertThat(revealed.data().has("revealedAt")).isTrue();
        assertThat(revealed.data().at("/result/counts/red").asInt()).isEqualTo(1);
      }
    }
    try (EventStream late = viewer("v2")) {
      assertThat(late.next("state").data().at("/polls/0").has("revealedAt")).isTrue();
    }
  }

  /**
   * As a viewer of the test's own: each has 20 reactions in 10 seconds, in all streams together.
   */
  private void react(String viewer) {
    Emoji fire = Emoji.of(FIRE).orElseThrow();
    List<Reaction> one = List.of(new Reaction(id, viewer + " of " + stream, fire, Instant.now()));
    grid.reactions().send(one).toCompletableFuture().join();
  }

  @Test
  void reactionsAreToldAsWhatHasComeSince() {
    react("v1");
    try (EventStream feed = host()) {
      assertThat(feed.next("state").data().at("/reactions/🔥").asInt()).isEqualTo(1);
      react("v2");
      assertThat(feed.next("reactions").data().at("/🔥").asInt()).isEqualTo(1);
    }
  }

  @Test
  void oneWhoComesBackGetsWhatWasMissed() {
    String seen;
    try (EventStream feed = host()) {
      seen = feed.next("state").id();
    }
    Poll poll = open("q1");
    try (EventStream other = host()) {
      other.next("state");
    }
    close(poll);
    try (EventStream feed = host("Last-Event-ID", seen)) {
      assertThat(feed.next().name()).isEqualTo("poll-opened");
      feed.next("poll-closed");
    }
    try (EventStream feed =
        Answers.feed(stream, "?token=" + SignedToken.host().text() + "&cursor=" + seen)) {
      assertThat(feed.next().name()).isEqualTo("poll-opened");
    }
  }

  /** A planned window of the test's stream, put into the grid. */
  protected final Window announced() {
    Instant opensAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(600);
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

  @Test
  void aHostThatComesBackIsToldOfTheWindowsThatItMissed() {
    String seen;
    try (EventStream feed = host()) {
      seen = feed.next("state").id();
    }
    announced();
    try (EventStream other = host()) {
      other.next("state");
    }
    try (EventStream host = host("Last-Event-ID", seen);
        EventStream viewer =
            Answers.feed(
                stream, "?cursor=" + seen, AUTHORIZATION, SignedToken.viewer("v1").bearer())) {
      assertThat(host.next().name()).isEqualTo("window");
      assertThat(viewer.next().name()).isEqualTo("viewers");
    }
  }

  @Test
  void viewersOfOtherInstancesAreCountedToo() {
    try (EventStream host = host();
        EventStream viewer = viewer("v1")) {
      host.next("state");
      viewer.next("state");
      grid.viewers().report(new Connected("live-2", id, 40_000)).toCompletableFuture().join();
      Event told = host.next("viewers");
      while (told.data().get("viewers").asInt() != 40_001) {
        told = host.next("viewers");
      }
      await()
          .atMost(TIMEOUT)
          .until(
              () ->
                  grid.viewers().all().toCompletableFuture().join().stream()
                      .filter(connected -> connected.stream().equals(id))
                      .mapToInt(Connected::viewers)
                      .boxed()
                      .sorted()
                      .toList()
                      .equals(List.of(1, 40_000)));
      grid.viewers().report(new Connected("live-2", id, 0)).toCompletableFuture().join();
      while (told.data().get("viewers").asInt() != 1) {
        told = host.next("viewers");
      }
    }
  }

  @Test
  void itBeginsWithTheStateThatTheViewerIsGiven() {
    Poll poll = open("q1");
    open("q2", "\"opensAt\":\"" + Prepared.ahead(Duration.ofMinutes(10)) + "\"");
    Prepared.cast(grid, poll, "ann", "red");
    react("ann");
    try (EventStream feed = viewer("ann")) {
      JsonNode state = feed.awaitState();
      assertThat(feed.header("Content-Type")).startsWith("text/event-stream");
      assertThat(feed.header("Cache-Control")).isEqualTo("no-store, no-transform");
      assertThat(feed.header("Content-Encoding")).isNull();
      assertThat(feed.events().get(0).id()).isEqualTo(state.get("cursor").asText());
      assertThat(state.at("/polls/0/ballot/options/0").asText()).isEqualTo("red");
      assertThat(state.at("/reactions/" + FIRE).asInt()).isEqualTo(1);
      assertThat(lasting(state)).isEqualTo(lasting(state("ann")));
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
  void viewersWhoAreBehindTheHostAreToldWhereInTheVideoAPollCloses() {
    Poll poll = open("q1", "\"latency\":{\"max\":\"PT1S\"}");
    try (EventStream feed = viewer("ann")) {
      assertThat(feed.awaitState().at("/polls/0/latency/max").asText()).isEqualTo("PT1S");
      Poll closing = close(poll);
      JsonNode told = feed.await("poll-closing").data();
      assertThat(told.get("status").asText()).isEqualTo("open");
      assertThat(told.at("/result/final").asBoolean()).isFalse();
      Prepared.cast(grid, closing, "bob", "blue");
      JsonNode closed = feed.await("poll-closed").data();
      assertThat(Instant.parse(closed.get("closedAt").asText()))
          .isEqualTo(Instant.parse(told.get("closesAt").asText()).plusSeconds(1));
      assertThat(closed.at("/result/counts/blue").asInt()).isEqualTo(1);
    }
  }

  @Test
  void pollsOfAStateAreInTheOrderOfTheirOpening() {
    for (int i = 9; i >= 0; i--) {
      String opensAt = Prepared.ahead(Duration.ofSeconds(600 + i));
      open("q" + i, "\"opensAt\":\"" + opensAt + "\"");
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
      Poll poll = open("q1");
      JsonNode opened = feed.await("poll-opened").data();
      assertThat(lastingPoll(opened)).isEqualTo(lastingPoll(given()));
      Prepared.cast(grid, poll, "ann", "red");
      assertThat(feed.await("tally").data().at("/result/counts/red").asInt()).isEqualTo(1);
      close(poll);
      JsonNode closed = feed.await("poll-closed").data();
      assertThat(closed.at("/result/final").asBoolean()).isTrue();
      assertThat(lastingPoll(closed)).isEqualTo(lastingPoll(given()));
      assertThat(closed.at("/result/counts")).isEqualTo(given().at("/result/counts"));
    }
  }

  private JsonNode given() {
    return get("/polls/" + stream + "/q1", SignedToken.producer());
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
      Instant opensAt = Instant.now().plusMillis(700);
      open("q1", "\"duration\":\"PT0.7S\"", "\"opensAt\":\"" + opensAt + "\"");
      feed.await("poll-opened");
      assertThat(Instant.now()).isAfterOrEqualTo(opensAt);
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
      feed.awaitEvent("poll-closed", of("q4"));
      assertThat(ids(feed.events())).doesNotContainNull().doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoComesBackGetsWhatWasMissedAndNothingTwice(boolean byHeader) {
    try (EventStream steady = host()) {
      steady.awaitState();
      openAndClose(3);
      steady.awaitEvent("poll-closed", of("q2"));
      List<Event> all = steady.events();
      for (int seen = 0; seen < all.size(); seen++) {
        String cursor = all.get(seen).id();
        try (EventStream back =
            byHeader ? host("Last-Event-ID", cursor) : back("?cursor=" + cursor)) {
          back.status();
          react("ann");
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

  @Test
  void theCursorOfTheStateIsOneOfTheFeed() {
    Poll poll = open("q1");
    String cursor = state("ann").get("cursor").asText();
    close(poll);
    try (EventStream feed = back("?cursor=" + cursor)) {
      assertThat(feed.await("poll-closed").data().get("poll").asText()).isEqualTo("q1");
      assertThat(names(feed.events())).doesNotContain("state");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "0", "elsewhere-7", "-1", "99999999999999999999", "%00", "%F0%9F%94%A5"})
  void aForeignCursorIsAnsweredWithTheState(String cursor) {
    open("q1");
    try (EventStream feed = back("?cursor=" + cursor)) {
      assertThat(feed.awaitState().at("/polls/0/poll").asText()).isEqualTo("q1");
    }
  }

  @Test
  void aCursorOfAnotherProcessIsAnsweredWithTheState() {
    open("q1");
    try (EventStream feed = host("Last-Event-ID", "elsewhere-7")) {
      assertThat(feed.awaitState().at("/polls/0/poll").asText()).isEqualTo("q1");
    }
  }

  @Test
  void aCursorAheadOfTheFeedIsAnsweredWithTheState() {
    open("q1");
    String cursor = state("ann").get("cursor").asText();
    try (EventStream feed = host("Last-Event-ID", cursor + "9999")) {
      feed.awaitState();
    }
  }

  @Test
  void hiddenCountsAreForHostsUntilThePollCloses() {
    Poll poll = open("q1", "\"results\":\"closed\"");
    Prepared.cast(grid, poll, "early", "red");
    try (EventStream host = host();
        EventStream viewer = viewer("ann")) {
      JsonNode shown = viewer.awaitState();
      assertThat(shown.at("/polls/0").has("result")).isFalse();
      assertThat(host.awaitState().at("/polls/0/result/counts/red").asInt()).isEqualTo(1);
      Prepared.cast(grid, poll, "bob", "red");
      host.awaitEvent("tally", ballots(2));
      close(poll);
      JsonNode closed = viewer.await("poll-closed").data();
      assertThat(closed.at("/result/counts/red").asInt()).isEqualTo(2);
      assertThat(viewer.events("tally")).allMatch(FeedContract::isFinal);
      String seen = shown.get("cursor").asText();
      try (EventStream back =
          Answers.feed(
              stream, "?cursor=" + seen, AUTHORIZATION, SignedToken.viewer("ann").bearer())) {
        back.await("poll-closed");
        assertThat(back.events("tally"))
            .as("nor to one who resumes")
            .allMatch(FeedContract::isFinal);
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
      assertThat(state("v1").get("viewers").asInt()).isEqualTo(7);
      viewers.forEach(EventStream::close);
      host.awaitEvent("viewers", event -> event.data().get("viewers").asInt() == 0);
    }
  }

  @Test
  void reactionsAddUpToTheTotal() {
    react("before");
    try (EventStream feed = viewer("watcher")) {
      int known = feed.awaitState().at("/reactions/" + FIRE).asInt();
      for (int i = 0; i < 60; i++) {
        react("v" + i % 6);
      }
      await().atMost(TIMEOUT).until(() -> known + countIn(feed) == 61);
      assertThat(state("v1").at("/reactions/" + FIRE).asInt()).isEqualTo(61);
    }
  }

  private static int countIn(EventStream feed) {
    return feed.events("reactions").stream()
        .mapToInt(event -> event.data().get(FIRE).asInt())
        .sum();
  }

  @Test
  void theTokenMayComeInTheAddress() {
    String query = "?token=" + SignedToken.viewer("ann").text();
    try (EventStream feed = Answers.feed(stream, query)) {
      feed.awaitState();
    }
    assertProblem(Answers.feed(stream, query + "x"), 401, "unauthorized");
  }

  @Test
  void aFeedEndsWithItsTokenAndSaysWhenToComeBack() {
    Prepared.open(lifecycle, stream);
    long end = Instant.now().getEpochSecond() + 2;
    EventStream feed = feed(stream, SignedToken.host().expiresAt(end));
    feed.next("state");
    assertThat(feed.next("reconnect").data().get("retry").asInt()).isBetween(500, 3_000);
    feed.awaitEnd();
    assertThat(Instant.now()).isAfterOrEqualTo(Instant.ofEpochSecond(end));
  }

  private static void assertProblem(EventStream feed, int status, String code) {
    try (feed) {
      assertThat(feed.status()).isEqualTo(status);
      assertThat(feed.header("Content-Type")).startsWith("application/problem+json");
      assertThat(feed.problem()).contains("\"urn:oncue:problem:" + code + "\"");
    }
  }

  private static EventStream feed(String stream, SignedToken token) {
    return Answers.feed(stream, "", AUTHORIZATION, token.bearer());
  }

  @Test
  void whoMayNotReadIsRefused() {
    assertProblem(Answers.feed(stream, ""), 401, "unauthorized");
    assertProblem(Answers.feed(stream, "", AUTHORIZATION, "Bearer x"), 401, "unauthorized");
    SignedToken ann = SignedToken.viewer("ann");
    assertProblem(feed(stream, SignedToken.viewer("ann").expiresAt(1)), 401, "unauthorized");
    assertProblem(feed(stream, ann.stream("another")), 403, "forbidden");
    assertProblem(feed(stream, SignedToken.of("ann", "nobody")), 403, "forbidden");
    assertProblem(feed("a%20b", SignedToken.host()), 400, "malformed");
    assertProblem(feed("x".repeat(129), SignedToken.host()), 400, "malformed");
  }

  @Test
  void noTenantHearsOfAnother() {
    try (EventStream ours = host();
        EventStream stranger = feed(stream, SignedToken.producer().tenant("theirs"))) {
      ours.awaitState();
      stranger.awaitState();
      openAndClose(1);
      react("ann");
      ours.await("poll-closed");
      ours.await("reactions");
      Prepared.openFor(lifecycle, "theirs", stream);
      stranger.await("poll-opened");
      assertThat(names(stranger.events())).containsExactly("state", "poll-opened");
      assertThat(ours.events("poll-opened")).hasSize(1);
    }
  }
}
