package dev.oncue.poll;

import static dev.oncue.Concurrently.await;
import static dev.oncue.Concurrently.awaitFault;
import static dev.oncue.poll.PollFixtures.NOON;
import static dev.oncue.poll.PollFixtures.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Tally;
import dev.oncue.json.MalformedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link PollLifecycle} on every grid. The tests may share one. */
@Timeout(60)
public abstract class PollLifecycleContract {
  private static final int RED = 1;
  private static final int BLUE = 1 << 1;

  private final PollId id = PollFixtures.freshId();
  private final StoppedClock clock = new StoppedClock();

  /** The grid to try. */
  protected abstract Grid grid();

  /** Another process: it has the grid in common with others and nothing else. */
  private PollLifecycle process() {
    return new PollLifecycle(grid(), clock, 2);
  }

  /** A clock that a test turns. */
  private static final class StoppedClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    void turnTo(Instant instant) {
      now.set(instant);
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private Poll open(String more) {
    Opening opening = await(process().open(draft(id, more)));
    assertThat(opening).isInstanceOf(Opening.Opened.class);
    return opening.poll();
  }

  private Poll open() {
    return open("\"revote\": false");
  }

  private CastOutcome cast(Poll poll, String viewer, int options) {
    Cast cast = new Cast(viewer, Ballot.at(clock.instant(), options));
    CastBatch batch = new CastBatch(poll.revote(), List.of(cast));
    return await(grid().ballotBoxes().cast(poll, poll.shardOf(viewer), batch)).get(0);
  }

  private Poll kept() {
    return await(grid().polls().find(id)).orElseThrow();
  }

  private static void assertSettled(Poll poll, Tally tally, Instant closedAt) {
    assertThat(poll.result().tally()).isEqualTo(tally);
    assertThat(poll.result().isFinal()).isTrue();
    assertThat(poll.result().certified()).isTrue();
    assertThat(poll.closedAt()).isEqualTo(closedAt);
  }

  @Test
  public void a_poll_that_is_opened_is_kept() {
    Poll poll = open();
    assertThat(poll.status(NOON)).isEqualTo(PollStatus.OPEN);
    assertThat(poll.shards()).isEqualTo(2);
    assertThat(kept()).isEqualTo(poll);
  }

  @Test
  public void opening_again_changes_nothing_also_later_and_elsewhere() {
    Poll poll = open("\"duration\": \"PT20S\"");
    clock.turnTo(NOON.plusSeconds(5));
    assertThat(await(process().open(draft(id, "\"duration\": \"PT20S\""))))
        .isEqualTo(new Opening.Unchanged(poll));
    clock.turnTo(NOON.plusSeconds(50));
    assertThat(await(process().open(draft(id, "\"duration\": \"PT20S\""))))
        .isEqualTo(new Opening.Unchanged(poll));
    assertThat(kept()).isEqualTo(poll);
  }

  @Test
  public void opening_again_does_not_open_a_closed_poll() {
    open();
    Poll closed = await(process().close(id)).orElseThrow();
    assertThat(await(process().open(draft(id)))).isEqualTo(new Opening.Unchanged(closed));
    assertThat(kept()).isEqualTo(closed);
  }

  @Test
  public void another_poll_with_that_id_is_a_conflict() {
    Poll poll = open();
    assertThat(await(process().open(draft(id, "\"revote\": true"))))
        .isEqualTo(new Opening.Conflict(poll));
    assertThat(kept()).isEqualTo(poll);
  }

  @Test
  public void a_window_that_is_over_is_refused_and_nothing_is_kept() {
    Throwable fault =
        awaitFault(process().open(draft(id, "\"closesAt\": \"2026-11-21T11:00:00Z\"")));
    assertThat(fault).isInstanceOf(MalformedException.class);
    assertThat(await(grid().polls().find(id))).isEmpty();
  }

  @Test
  public void among_processes_that_open_the_same_poll_at_once_one_opens_it() {
    List<Opening> openings =
        Concurrently.run(4, process -> await(process().open(draft(id, "\"duration\": \"PT20S\""))));
    assertThat(openings).filteredOn(o -> o instanceof Opening.Opened).hasSize(1);
    assertThat(openings).filteredOn(o -> o instanceof Opening.Unchanged).hasSize(3);
    assertThat(openings).extracting(Opening::poll).containsOnly(kept());
  }

  @Test
  public void among_processes_that_open_different_polls_at_once_the_others_conflict() {
    List<Opening> openings =
        Concurrently.run(
            4, process -> await(process().open(draft(id, "\"expectedViewers\": " + process))));
    assertThat(openings).filteredOn(o -> o instanceof Opening.Opened).hasSize(1);
    assertThat(openings).filteredOn(o -> o instanceof Opening.Conflict).hasSize(3);
    assertThat(openings).extracting(Opening::poll).containsOnly(kept());
  }

  @Test
  public void a_poll_that_is_not_there_cannot_be_closed() {
    assertThat(await(process().close(id))).isEmpty();
    assertThat(await(grid().polls().find(id))).isEmpty();
  }

  @Test
  public void closing_by_hand_gives_the_final_certified_result_at_once() {
    Poll poll = open("\"duration\": \"PT1H\", \"grace\": \"PT1M\"");
    cast(poll, "ann", RED);
    cast(poll, "bob", BLUE);
    cast(poll, "cleo", BLUE);
    clock.turnTo(NOON.plusSeconds(5).plusNanos(999_999));
    Poll closed = await(process().close(id)).orElseThrow();
    assertSettled(closed, Tally.of(3, 1, 2), NOON.plusSeconds(5));
    assertThat(closed)
        .usingRecursiveComparison()
        .ignoringFields("closedAt", "result", "receipts.mac")
        .isEqualTo(poll);
    assertThat(kept()).isEqualTo(closed);
    assertThat(cast(poll, "dan", RED)).isEqualTo(new CastOutcome.PollClosed());
  }

  @Test
  public void closing_twice_gives_the_same_poll() {
    cast(open(), "ann", RED);
    Poll first = await(process().close(id)).orElseThrow();
    clock.turnTo(NOON.plusSeconds(60));
    assertThat(await(process().close(id))).contains(first);
  }

  @Test
  public void processes_that_close_at_once_all_give_the_same_poll() {
    Poll poll = open();
    for (int i = 0; i < 50; i++) {
      cast(poll, "viewer-" + i, RED);
    }
    List<Poll> closed = Concurrently.run(4, process -> await(process().close(id)).orElseThrow());
    assertThat(closed).containsOnly(kept());
    assertSettled(kept(), Tally.of(50, 50), NOON);
  }

  @Test
  public void where_viewers_are_late_a_poll_closed_by_hand_takes_the_ballots_of_the_last() {
    Poll poll = open("\"latency\": { \"min\": \"PT2S\", \"max\": \"PT8S\" }");
    clock.turnTo(NOON.plusSeconds(30));
    Poll closing = await(process().close(id)).orElseThrow();
    assertThat(closing.isSettled()).isFalse();
    assertThat(closing.end()).isEqualTo(NOON.plusSeconds(38));
    assertThat(kept()).isEqualTo(closing);
    clock.turnTo(NOON.plusSeconds(33));
    assertThat(await(process().close(id))).contains(closing);
    assertThat(cast(poll, "ann", RED)).isInstanceOf(CastOutcome.Accepted.class);
    clock.turnTo(NOON.plusSeconds(38).plus(LastBallots.Wait.ON_TIME.earliest()));
    Poll closed = await(process().close(id)).orElseThrow();
    assertSettled(closed, Tally.of(1, 1), NOON.plusSeconds(38));
    assertThat(cast(poll, "bob", BLUE)).isEqualTo(new CastOutcome.PollClosed());
  }

  @Test
  public void a_poll_without_ballots_closes_with_an_empty_result() {
    open();
    assertSettled(await(process().close(id)).orElseThrow(), Tally.ZERO, NOON);
  }

  @Test
  public void a_scheduled_poll_that_is_closed_never_opens() {
    Poll poll = open("\"opensAt\": \"2026-11-21T13:00:00Z\", \"duration\": \"PT20S\"");
    assertThat(poll.status(NOON)).isEqualTo(PollStatus.SCHEDULED);
    Poll closed = await(process().close(id)).orElseThrow();
    assertSettled(closed, Tally.ZERO, NOON);
    Instant inItsWindow = NOON.plus(Duration.ofHours(1)).plusSeconds(5);
    assertThat(kept().status(inItsWindow)).isEqualTo(PollStatus.CLOSED);
    assertThat(cast(poll, "ann", RED)).isEqualTo(new CastOutcome.PollClosed());
  }

  @Test
  public void a_poll_that_is_not_over_is_not_settled() {
    Poll poll = open("\"duration\": \"PT20S\", \"grace\": \"PT1S\"");
    clock.turnTo(NOON.plusMillis(20_999));
    assertThat(await(process().settle(poll))).isEqualTo(poll);
    assertThat(kept()).isEqualTo(poll);
    assertThat(cast(poll, "ann", RED)).isInstanceOf(CastOutcome.Accepted.class);
  }

  @Test
  public void a_poll_whose_window_is_over_is_settled_by_whoever_finds_it() {
    Poll poll = open("\"duration\": \"PT20S\", \"grace\": \"PT1S\"");
    cast(poll, "ann", RED);
    clock.turnTo(NOON.plusSeconds(60));
    Poll settled = await(process().settle(poll).thenCompose(process()::certify));
    assertSettled(settled, Tally.of(1, 1), NOON.plusSeconds(21));
    assertThat(kept()).isEqualTo(settled);
    assertThat(await(process().settle(settled))).isEqualTo(settled);
    assertThat(await(process().close(id))).contains(settled);
  }

  @Test
  public void a_ballot_on_its_way_as_the_window_ends_counts_if_it_was_acknowledged() {
    Poll poll = open("\"duration\": \"PT20S\"");
    cast(poll, "ann", RED);
    clock.turnTo(NOON.plusSeconds(20));
    CompletableFuture<Poll> settling = process().settle(poll).toCompletableFuture();
    boolean acknowledged = cast(poll, "bob", BLUE) instanceof CastOutcome.Accepted;
    Poll settled = await(settling.thenCompose(process()::certify));
    assertSettled(settled, acknowledged ? Tally.of(2, 1, 1) : Tally.of(1, 1), NOON.plusSeconds(20));
  }

  /** Ballots of a crowd, read before the end, that get into the box one by one after it. */
  @Test
  public void ballots_read_in_time_are_waited_for_while_they_come_in() {
    Poll poll = open("\"duration\": \"PT20S\"");
    clock.turnTo(NOON.plusSeconds(20).minus(PollLifecycle.LEAD));
    CompletableFuture<Poll> closing = process().closeOnTime(poll).toCompletableFuture();
    int accepted = 0;
    for (int i = 0; cast(poll, "viewer-" + i, RED) instanceof CastOutcome.Accepted; i++) {
      accepted++;
    }
    // How many depends on the machine; that each of them is in the result does not.
    assertThat(accepted).isPositive();
    Poll settled = await(closing.thenCompose(process()::certify));
    assertSettled(settled, Tally.of(accepted, accepted), NOON.plusSeconds(20));
  }

  @Test
  public void nothing_is_closed_before_its_time() {
    Poll poll = open("\"duration\": \"PT20S\"");
    clock.turnTo(NOON.plusSeconds(20).minus(PollLifecycle.LEAD).minusMillis(1));
    assertThat(await(process().closeOnTime(poll))).isEqualTo(poll);
    assertThat(cast(poll, "ann", RED)).isInstanceOf(CastOutcome.Accepted.class);
    assertThat(kept()).isEqualTo(poll);
  }

  @Test
  public void a_poll_closed_by_hand_while_its_end_is_awaited_is_closed_then() {
    Poll poll = open("\"duration\": \"PT20S\"");
    cast(poll, "ann", RED);
    Instant byHand = NOON.plusSeconds(20).minus(PollLifecycle.LEAD);
    clock.turnTo(byHand);
    PollLifecycle process = process();
    CompletableFuture<Poll> onTime = process.closeOnTime(poll).toCompletableFuture();
    assertSettled(await(process.close(id)).orElseThrow(), Tally.of(1, 1), byHand);
    assertThat(await(onTime.thenCompose(process::certify))).isEqualTo(kept());
    assertSettled(kept(), Tally.of(1, 1), byHand);
  }

  @Test
  public void who_settles_a_poll_is_told_once() {
    List<Poll> told = new CopyOnWriteArrayList<>();
    Poll poll = open("\"duration\": \"PT20S\"");
    clock.turnTo(NOON.plusSeconds(21));
    PollLifecycle process = new PollLifecycle(grid(), clock, 2, told::add);
    await(process.settle(poll));
    await(process.settle(poll));
    await(process.closeOnTime(poll));
    await(process.close(id));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).id()).isEqualTo(id);
    assertThat(told.get(0).isSettled()).isTrue();
  }

  @Test
  public void a_short_window_closes_by_the_clock_on_the_wall() {
    PollLifecycle process = new PollLifecycle(grid(), Clock.systemUTC(), 2);
    Poll poll = await(process.open(draft(id, "\"duration\": \"PT0.05S\""))).poll();
    boolean acknowledged = cast(poll, "ann", RED) instanceof CastOutcome.Accepted;
    Poll settled = poll;
    while (!settled.isSettled()) {
      settled = await(process.settle(poll).thenCompose(process::certify));
    }
    assertSettled(settled, acknowledged ? Tally.of(1, 1) : Tally.ZERO, poll.window().closesAt());
    assertThat(settled.result().asOf()).isAfterOrEqualTo(poll.window().end());
  }

  @Test
  public void a_poll_whose_closing_process_died_halfway_is_settled_by_another() {
    Poll poll = open();
    cast(poll, "ann", RED);
    Poll closed = poll.closedAt(NOON.plusSeconds(1));
    await(grid().polls().replace(poll, closed));
    await(grid().ballotBoxes().seal(closed));
    clock.turnTo(NOON.plusSeconds(9));
    assertSettled(await(process().close(id)).orElseThrow(), Tally.of(1, 1), NOON.plusSeconds(1));
  }

  @Test
  public void an_uncertified_result_is_certified_by_a_recount_and_only_then() {
    Poll poll = open();
    cast(poll, "ann", RED);
    await(grid().ballotBoxes().seal(poll));
    Poll settled = poll.closedAt(NOON).settled(Result.closed(Tally.of(1, 1), false, NOON));
    await(grid().polls().replace(poll, settled));
    Poll certified = await(process().certify(settled));
    assertSettled(certified, Tally.of(1, 1), NOON);
    assertThat(certified.result().asOf()).isEqualTo(NOON);
    assertThat(kept()).isEqualTo(certified);
    assertThat(await(process().certify(certified))).isEqualTo(certified);
  }

  @Test
  public void a_result_that_the_ballots_do_not_bear_out_is_not_certified() {
    Poll poll = open();
    cast(poll, "ann", RED);
    await(grid().ballotBoxes().seal(poll));
    Poll wrong = poll.closedAt(NOON).settled(Result.closed(Tally.of(1, 0, 1), false, NOON));
    await(grid().polls().replace(poll, wrong));
    assertThat(await(process().certify(wrong)).result().certified()).isFalse();
    assertThat(kept()).isEqualTo(wrong);
  }

  @Test
  public void a_result_is_revealed_once_it_is_there_and_only_once() {
    assertThat(await(process().reveal(id))).isEmpty();
    Poll poll = open();
    cast(poll, "ann", RED);
    assertThat(await(process().reveal(id))).contains(poll);
    Poll closed = await(process().close(id)).orElseThrow();
    clock.turnTo(NOON.plusSeconds(9));
    Poll revealed = await(process().reveal(id)).orElseThrow();
    assertThat(revealed).isEqualTo(closed.revealedAt(NOON.plusSeconds(9)));
    clock.turnTo(NOON.plusSeconds(20));
    assertThat(await(process().reveal(id))).contains(revealed);
    assertThat(await(process().close(id))).contains(revealed);
    assertThat(kept()).isEqualTo(revealed);
  }

  @Test
  public void a_poll_that_is_over_by_time_alone_is_closed_by_the_reveal() {
    Poll poll = open("\"duration\": \"PT20S\"");
    cast(poll, "ann", RED);
    clock.turnTo(NOON.plusSeconds(21));
    Poll revealed = await(process().reveal(id)).orElseThrow();
    assertSettled(revealed, Tally.of(1, 1), NOON.plusSeconds(20));
    assertThat(revealed.isRevealed()).isTrue();
  }

  @Test
  public void who_watches_hears_of_the_opening_the_close_and_the_result() {
    Set<Poll> heard = ConcurrentHashMap.newKeySet();
    CompletableFuture<Poll> result = new CompletableFuture<>();
    grid()
        .polls()
        .watch(
            poll -> {
              if (poll.id().equals(id)) {
                heard.add(poll);
                if (poll.isSettled()) {
                  result.complete(poll);
                }
              }
            });
    Poll opened = open();
    cast(opened, "ann", RED);
    Poll closed = await(process().close(id)).orElseThrow();
    assertThat(await(result).result().tally()).isEqualTo(Tally.of(1, 1));
    assertThat(heard).contains(opened, opened.closedAt(NOON)).hasSizeBetween(3, 4);
    assertThat(closed.result().tally()).isEqualTo(Tally.of(1, 1));
  }

  @Test
  public void closing_amid_casts_counts_every_ballot_that_was_acknowledged_and_no_other() {
    Poll poll = open();
    List<Integer> acknowledged =
        Concurrently.run(
            4,
            thread -> {
              if (thread == 3) {
                await(process().close(id));
                return 0;
              }
              int mine = 0;
              for (int i = 0; i < 200; i++) {
                CastOutcome outcome = cast(poll, "viewer-" + thread + "-" + i, RED);
                mine += outcome instanceof CastOutcome.Accepted ? 1 : 0;
              }
              return mine;
            });
    int all = acknowledged.stream().mapToInt(Integer::intValue).sum();
    assertSettled(await(process().close(id)).orElseThrow(), Tally.of(all, all), NOON);
  }
}
