package dev.oncue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Opening;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Result;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Reaction;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * All that producers, viewers and timers do with a grid, begun before a fault and gone on with
 * after it: whatever befell the grid, what was there before can be brought to its end, and new
 * things can be begun.
 *
 * <p>A call may fail, as it may for those who use the grid; made again it has to work within ten
 * seconds. No call may take longer than a request is given.
 */
public final class WholeLife {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long TIMEOUT_SECONDS = 3;
  private static final int RED = 1;
  private static final int BLUE = 1 << 1;

  private final Grid grid;
  private final PollLifecycle lifecycle;
  private final StreamId stream = PollFixtures.freshStream();
  private final Poll open;
  private final Ballot first;
  private final Poll overdue;
  private final Poll uncertified;
  private final Poll closed;
  private final Poll old;
  private final Window window;

  /** Of its own: the others' polls have no latency. */
  private final StreamId late = PollFixtures.freshStream();

  private WholeLife(Grid grid) {
    this.grid = grid;
    lifecycle = new PollLifecycle(grid, Clock.systemUTC(), 2);
    open = open("open", "\"revote\": true");
    first = ((CastOutcome.Accepted) cast(open, "ann", RED)).ballot();
    overdue = open("overdue", "\"duration\": \"PT1S\"");
    cast(overdue, "ann", RED);
    uncertified = settledOnly(open("uncertified", "\"revote\": false"));
    closed = closed("closed");
    old = closed("old");
    window = WindowFixtures.of(stream).build();
    again(() -> grid.windows().add(window));
    again(() -> grid.latencies().set(late, latency(8)));
    react();
  }

  /** Begins on a grid where all is well. */
  public static WholeLife begin(Grid grid) {
    return new WholeLife(grid);
  }

  /** Goes on after the fault, with what was there and with new things. */
  public void goesOn() {
    finish();
    new WholeLife(grid).finish();
  }

  private void finish() {
    voted();
    closed();
    overdue();
    certified();
    revealed();
    cancelled();
    setAnew();
    removed();
    react();
  }

  private void voted() {
    assertThat(cast(open, "ann", RED)).isEqualTo(new CastOutcome.Accepted(first));
    assertThat(cast(open, "ann", BLUE)).isInstanceOf(CastOutcome.Changed.class);
    assertThat(cast(open, "bob", BLUE)).isInstanceOf(CastOutcome.Accepted.class);
  }

  private void closed() {
    assertCertified(again(() -> lifecycle.close(open.id())).orElseThrow(), Tally.of(2, 0, 2));
    assertThat(cast(open, "cleo", RED)).isEqualTo(new CastOutcome.PollClosed());
    assertThat(cast(open, "bob", BLUE)).isInstanceOf(CastOutcome.Accepted.class);
  }

  private void overdue() {
    await("the end of a window").until(() -> Instant.now().isAfter(overdue.end()));
    Poll settled = again(() -> lifecycle.settle(kept(overdue)).thenCompose(lifecycle::certify));
    assertCertified(settled, Tally.of(1, 1));
  }

  private void certified() {
    assertCertified(again(() -> lifecycle.certify(kept(uncertified))), Tally.of(1, 1));
  }

  private void revealed() {
    assertCertified(kept(closed), Tally.of(1, 1));
    assertThat(again(() -> lifecycle.reveal(closed.id())).orElseThrow().isRevealed()).isTrue();
  }

  private void cancelled() {
    Window known = again(() -> grid.windows().find(window.id())).orElseThrow();
    assertThat(known).isEqualTo(window);
    Window cancelled = known.cancelledAt(PollFixtures.NOON);
    replace(known, cancelled);
    Window renewed = WindowFixtures.of(stream).expectedViewers(9).phase(Phase.WARMING).build();
    replace(cancelled, renewed);
    again(() -> grid.windows().remove(window.id()));
    assertThat(again(() -> grid.windows().find(window.id()))).isEmpty();
  }

  private void setAnew() {
    assertThat(again(() -> grid.latencies().find(late))).contains(latency(8));
    again(() -> grid.latencies().set(late, latency(9)));
    assertThat(again(() -> grid.latencies().find(late))).contains(latency(9));
  }

  private static Latency latency(long maxSeconds) {
    return new Latency(Duration.ZERO, Duration.ofSeconds(maxSeconds));
  }

  /** A call that failed may have been done. */
  private void replace(Window expected, Window next) {
    boolean done = again(() -> grid.windows().replace(expected, next));
    assertThat(done || again(() -> grid.windows().find(next.id())).orElseThrow().equals(next))
        .as("%s in place of %s", next, expected)
        .isTrue();
  }

  private void removed() {
    again(() -> grid.ballotBoxes().discard(old));
    again(() -> grid.polls().remove(old.id()));
    assertThat(again(() -> grid.polls().find(old.id()))).isEmpty();
    assertThat(again(() -> grid.ballotBoxes().tally(old))).isEqualTo(Tally.ZERO);
  }

  private void react() {
    Emoji fire = Emoji.of("\uD83D\uDD25").orElseThrow();
    List<Reaction> reactions = List.of(new Reaction(stream, "ann", fire, now()));
    assertThat(again(() -> grid.reactions().send(reactions)))
        .containsExactly(new Reactions.Outcome.Counted());
    assertThat(again(() -> grid.reactions().totals(stream))).containsKey(fire.text());
  }

  private Poll open(String name, String more) {
    Opening opening =
        again(() -> lifecycle.open(PollFixtures.draft(new PollId(stream, name), more)));
    assertThat(opening).isNotInstanceOf(Opening.Conflict.class);
    return opening.poll();
  }

  private Poll closed(String name) {
    Poll poll = open(name, "\"revote\": false");
    cast(poll, "ann", RED);
    return again(() -> lifecycle.close(poll.id())).orElseThrow();
  }

  /** Its process died before it had counted the ballots again. */
  private Poll settledOnly(Poll poll) {
    cast(poll, "ann", RED);
    Tally tally = again(() -> grid.ballotBoxes().seal(poll));
    Poll settled = poll.closedByHand(now()).settled(Result.closed(tally, false, now()));
    again(() -> grid.polls().replace(poll, settled));
    return settled;
  }

  private static void assertCertified(Poll poll, Tally tally) {
    assertThat(poll.isSettled()).isTrue();
    assertThat(poll.result().tally()).isEqualTo(tally);
    assertThat(poll.result().certified()).isTrue();
  }

  private Poll kept(Poll poll) {
    Optional<Poll> found = again(() -> grid.polls().find(poll.id()));
    return found.orElseThrow();
  }

  private CastOutcome cast(Poll poll, String viewer, int options) {
    Cast cast = new Cast(viewer, Ballot.at(Instant.now(), options));
    CastBatch batch = new CastBatch(poll.revote(), List.of(cast));
    return again(() -> grid.ballotBoxes().cast(poll, poll.shardOf(viewer), batch)).get(0);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static <T> T again(Supplier<CompletionStage<T>> call) {
    Object[] result = new Object[1];
    await("an answer of the grid")
        .atMost(TIMEOUT)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                result[0] =
                    call.get().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    @SuppressWarnings("unchecked")
    T answer = (T) result[0];
    return answer;
  }
}
