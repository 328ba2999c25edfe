package dev.oncue.poll;

import static dev.oncue.Concurrently.await;
import static dev.oncue.Concurrently.awaitFault;
import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ContendedException;
import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.MemoryGrid;
import dev.oncue.ballot.Tally;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever can never change a poll is told so, soon, and has not asked the grid all the time. */
@Timeout(30)
class ContentionTest {
  private static final int FEW = 10;

  private final Grid memory = MemoryGrid.create();
  private final ContendedPolls contended = ContendedPolls.of(memory);
  private final PollLifecycle lifecycle =
      new PollLifecycle(contended.in(memory), Clock.systemUTC(), 1);

  /** A way to change a poll, and a poll that it would change. */
  private interface Change {
    CompletionStage<?> of(PollLifecycle lifecycle, Poll poll);
  }

  static Stream<Arguments> changes() {
    Poll open = PollFixtures.freshPoll().build();
    Poll overdue = PollFixtures.freshPoll().openFor(Duration.ofSeconds(20)).build();
    Poll settled = overdue.closedAt(NOON).settled(Result.closed(Tally.ZERO, false, NOON));
    Poll certified = overdue.closedAt(NOON).settled(Result.closed(Tally.ZERO, true, NOON));
    return Stream.of(
        change("close by hand", open, (lifecycle, poll) -> lifecycle.close(poll.id())),
        change("close when overdue", overdue, (lifecycle, poll) -> lifecycle.close(poll.id())),
        change("settle", overdue, PollLifecycle::settle),
        change("certify", settled, PollLifecycle::certify),
        change("reveal", certified, (lifecycle, poll) -> lifecycle.reveal(poll.id())));
  }

  private static Arguments change(String name, Poll poll, Change change) {
    return Arguments.of(name, poll, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void has_an_end(String name, Poll poll, Change change) {
    await(memory.polls().add(poll));
    Throwable fault = awaitFault(change.of(lifecycle, poll));
    assertThat(fault)
        .isInstanceOf(ContendedException.class)
        .isInstanceOf(GridUnavailableException.class)
        .hasMessageContaining(poll.id().path());
    assertThat(contended.replacements()).isBetween(2, FEW);
    assertThat(contended.calls()).isLessThan(3 * FEW);
    assertThat(await(memory.polls().find(poll.id()))).contains(poll);
  }
}
