package dev.oncue.closing;

import static dev.oncue.Concurrently.await;
import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.MemoryGrid;
import dev.oncue.poll.ContendedPolls;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollLifecycle;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosingTimerTest {
  private static final int OVERDUE = 20;
  private static final int SWEEPS = 4;

  /** How often one poll is tried in a row, at most. */
  private static final int ATTEMPTS = 7;

  private final Grid memory = MemoryGrid.create();
  private final Clock clock = Clock.fixed(NOON.plus(Duration.ofHours(1)), ZoneOffset.UTC);
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close();
  }

  private void start(Grid grid) {
    PollLifecycle lifecycle = new PollLifecycle(grid, clock, 1);
    ClosingTimers.atOnce(grid, lifecycle, clock, vertx).start(null);
  }

  @Test
  void polls_that_are_over_are_settled_with_nobody_calling() {
    Poll poll = overdue();
    start(memory);
    await("a result").until(() -> await(memory.polls().find(poll.id())).orElseThrow().isSettled());
  }

  @Test
  void polls_that_can_never_be_settled_cost_next_to_nothing() {
    for (int i = 0; i < OVERDUE; i++) {
      overdue();
    }
    ContendedPolls contended = ContendedPolls.of(memory);
    start(contended.in(memory));
    await("sweeps").until(() -> contended.sweeps() >= SWEEPS);
    // The clock stands still, so the pause after the first attempts is never over.
    assertThat(contended.replacements())
        .isGreaterThan(OVERDUE)
        .isLessThanOrEqualTo(2 * ATTEMPTS * OVERDUE);
  }

  private Poll overdue() {
    Poll poll = PollFixtures.freshPoll().openFor(Duration.ofSeconds(20)).build();
    await(memory.polls().add(poll));
    return poll;
  }
}
