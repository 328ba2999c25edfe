package dev.oncue.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.MemoryGrid;
import dev.oncue.Repeated;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Tally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A poll that several threads settle at once, while a ballot comes in. */
class SettlingStressTest {
  private static final Instant OPENED = PollFixtures.NOON;
  private static final Clock LATER = Clock.fixed(OPENED.plus(Duration.ofHours(1)), ZoneOffset.UTC);

  private static Poll overPoll() {
    return PollFixtures.freshPoll()
        .window(new VotingWindow(OPENED, OPENED.plusSeconds(20), Duration.ZERO))
        .shards(1)
        .build();
  }

  private static CastOutcome cast(Grid grid, Poll poll, String viewer) {
    CastBatch batch = new CastBatch(false, List.of(new Cast(viewer, new Ballot(1, 1))));
    return grid.ballotBoxes().cast(poll, 0, batch).toCompletableFuture().join().get(0);
  }

  @Test
  void allAreGivenTheSameResultAndItHoldsEveryBallotThatWasAcknowledged() {
    Repeated.run(
        () -> {
          Grid grid = MemoryGrid.create();
          Poll poll = overPoll();
          grid.polls().add(poll);
          cast(grid, poll, "v1");
          PollLifecycle one = new PollLifecycle(grid, LATER, 1);
          PollLifecycle other = new PollLifecycle(grid, LATER, 1);
          AtomicReference<CastOutcome> late = new AtomicReference<>();
          List<Poll> settled = new ArrayList<>();
          List<Thread> threads =
              List.of(
                  new Thread(() -> add(settled, one.settle(poll).toCompletableFuture().join())),
                  new Thread(() -> add(settled, one.settle(poll).toCompletableFuture().join())),
                  new Thread(
                      () ->
                          add(
                              settled,
                              other.close(poll.id()).toCompletableFuture().join().orElseThrow())),
                  new Thread(() -> late.set(cast(grid, poll, "v2"))));
          threads.forEach(Thread::start);
          for (Thread thread : threads) {
            thread.join();
          }
          boolean counts = late.get() instanceof CastOutcome.Accepted;
          Tally expected = counts ? Tally.of(2, 2, 0) : Tally.of(1, 1, 0);
          assertThat(settled).hasSize(3).allSatisfy(done -> assertThat(done.isSettled()).isTrue());
          assertThat(settled)
              .allSatisfy(done -> assertThat(done.result().tally()).isEqualTo(expected));
          // Nothing is left that would wait for ever.
          Poll again = one.settle(poll).toCompletableFuture().join();
          assertThat(again.result().tally()).isEqualTo(expected);
        });
  }

  private static void add(List<Poll> settled, Poll poll) {
    synchronized (settled) {
      settled.add(poll);
    }
  }
}
