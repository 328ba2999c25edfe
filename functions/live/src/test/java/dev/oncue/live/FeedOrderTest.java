package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.ballot.Tally;
import dev.oncue.embedded.EmbeddedGrid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.TurnedClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a feed tells when the grid answers late, and when the clock is set. */
@Timeout(120)
class FeedOrderTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final String stream = Prepared.freshStream();
  private final TurnedClock clock = new TurnedClock();
  private final Vertx vertx = Vertx.vertx();
  private final List<Frame> frames = new CopyOnWriteArrayList<>();

  @TempDir Path folder;
  private EmbeddedGrid embedded;
  private TalliesByHand tallies;
  private PollLifecycle lifecycle;
  private Feed feed;

  @BeforeEach
  void begin() {
    embedded = EmbeddedGrid.start(folder, false);
    tallies = TalliesByHand.of(embedded.grid());
    Grid grid = tallies.in(embedded.grid());
    lifecycle = new PollLifecycle(embedded.grid(), clock, 1);
    feed =
        new Feed(
            new StreamId(StreamId.DEFAULT_TENANT, stream),
            grid,
            clock,
            vertx,
            new DocumentEncoder(vertx),
            new EventLoopExecutor(vertx),
            frames::add);
  }

  @AfterEach
  void end() {
    feed.end();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    embedded.close();
  }

  private static String event(Frame frame) {
    return frame.forHosts().toString().lines().skip(1).findFirst().orElseThrow().substring(7);
  }

  private static JsonObject data(Frame frame) {
    return new JsonObject(
        frame.forHosts().toString().lines().skip(2).findFirst().orElseThrow().substring(6));
  }

  private List<Integer> receivedBallots() {
    return frames.stream()
        .filter(frame -> event(frame).equals("tally"))
        .map(frame -> data(frame).getJsonObject("result").getInteger("ballots"))
        .toList();
  }

  private CompletableFuture<InitialEvents> initial() {
    return feed.initialEvents(null, true).toCompletableFuture();
  }

  private static int ballots(InitialEvents initial) {
    return initial.state().snapshot().polls().get(0).result().tally().ballots();
  }

  /** A feed that is loaded, with one open poll. */
  private Poll startWithOpenPoll() {
    Poll poll = Prepared.open(lifecycle, stream);
    feed.start();
    CompletableFuture<InitialEvents> first = initial();
    tallies.answer(Tally.ZERO);
    first.join();
    return poll;
  }

  private void tickUntilTold(int... ballots) {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              feed.tick();
              tallies.answer(Tally.of(ballots[ballots.length - 1], ballots[ballots.length - 1]));
              return receivedBallots().size() == ballots.length;
            });
    assertThat(receivedBallots())
        .containsExactly(java.util.Arrays.stream(ballots).boxed().toArray(Integer[]::new));
  }

  @Test
  void aReadingUnderWayIsNotAskedForAgain() {
    startWithOpenPoll();
    int before = tallies.readings();
    feed.tick();
    CompletableFuture<Tally> slow = tallies.next();
    for (int i = 0; i < 20; i++) {
      feed.tick();
    }
    slow.complete(Tally.of(5, 5));
    await().atMost(TIMEOUT).until(() -> receivedBallots().equals(List.of(5)));
    assertThat(tallies.readings() - before).isEqualTo(1);
    feed.tick();
    tallies.next();
    assertThat(tallies.readings() - before).isEqualTo(2);
  }

  @Test
  void aStateIsNeverOlderThanWhatWasTold() {
    startWithOpenPoll();
    feed.tick();
    CompletableFuture<Tally> ofTheTick = tallies.next();
    CompletableFuture<InitialEvents> initial = initial();
    ofTheTick.complete(Tally.of(5, 5));
    await().atMost(TIMEOUT).until(() -> receivedBallots().equals(List.of(5)));
    assertThat(initial).isNotDone();
    tallies.answer(Tally.of(7, 7));
    assertThat(ballots(initial.join())).isEqualTo(7);
    assertThat(initial.join().covered()).isEqualTo(frames.get(frames.size() - 1).place());

    // From a server that is behind, to one who has just come, and to all.
    CompletableFuture<InitialEvents> behind = initial();
    tallies.answer(Tally.of(6, 6));
    assertThat(ballots(behind.join())).isEqualTo(7);
    feed.tick();
    tallies.answer(Tally.of(4, 4));
    tickUntilTold(5, 7);
  }

  @Test
  void whatOneWasShownAllAreToldSoon() {
    startWithOpenPoll();
    tickUntilTold(5);
    CompletableFuture<InitialEvents> initial = initial();
    tallies.answer(Tally.of(6, 6));
    assertThat(ballots(initial.join())).isEqualTo(6);
    tickUntilTold(5, 6);
  }

  @Test
  void whoWaitsForAGridThatNeverAnswersIsToldSoAndTheNextIsServed() {
    startWithOpenPoll();
    CompletableFuture<InitialEvents> initial = initial();
    CompletableFuture<Tally> never = tallies.next();
    assertThatThrownBy(initial::join).hasCauseInstanceOf(GridUnavailableException.class);
    assertThat(never).isNotDone();
    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(
            () -> {
              CompletableFuture<InitialEvents> next = initial();
              tallies.answer(Tally.of(3, 3));
              return ballots(next.join()) == 3;
            });
    never.complete(Tally.of(1, 1));
    tickUntilTold(3);
  }

  @Test
  void aPollScheduledFarAheadOpensOnItsInstant() {
    Duration ahead = Duration.ofHours(30);
    Poll poll =
        Prepared.open(
            lifecycle, stream, "\"opensAt\":\"%s\"".formatted(clock.instant().plus(ahead)));
    feed.start();
    initial().join();
    clock.turn(ahead.minusMillis(1_500));
    feed.tick();
    // No tick any more: a timer alone is right on the instant.
    await().atMost(TIMEOUT).until(() -> !frames.isEmpty());
    assertThat(event(frames.get(0))).isEqualTo("poll-opened");
    assertThat(clock.instant()).isAfterOrEqualTo(poll.window().begin());
  }

  @Test
  void aClockThatIsSetBackTakesNoOpeningBack() {
    Poll poll = startWithOpenPoll();
    clock.turn(Duration.ofMinutes(-5));
    feed.tick();
    tallies.answer(Tally.of(2, 2));
    await().atMost(TIMEOUT).until(() -> receivedBallots().equals(List.of(2)));
    feed.changed(poll);
    tickUntilTold(2);
    assertThat(frames).extracting(FeedOrderTest::event).containsExactly("tally");
  }

  @Test
  void whatIsHeardOfBeforeTheStreamWasReadIsToldWithTheRest() {
    Poll early = Prepared.open(lifecycle, stream);
    feed.changed(early);
    feed.start();
    CompletableFuture<InitialEvents> initial = initial();
    tallies.answer(Tally.ZERO);
    assertThat(initial.join().state().snapshot().polls()).hasSize(1);
    assertThat(frames).isEmpty();
  }
}
