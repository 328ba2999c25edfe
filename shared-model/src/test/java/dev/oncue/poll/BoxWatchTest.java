package dev.oncue.poll;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Tally;
import dev.oncue.poll.LastBallots.Wait;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By elapsed time: nothing here is too late on a machine that is slow, only never too early. */
@Timeout(60)
class BoxWatchTest {
  private static final Wait WAIT = Wait.ON_TIME;

  private final AtomicInteger readings = new AtomicInteger();

  /**
   * @param from how long after the end the watch begins
   * @param tally what each reading gives, by its number from 1 on
   * @return how long after the end it was over
   */
  private Duration watch(Duration from, IntFunction<CompletionStage<Tally>> tally) {
    long begun = System.nanoTime();
    await(new BoxWatch(() -> tally.apply(readings.incrementAndGet()), from, WAIT).untilQuiet());
    return from.plusNanos(System.nanoTime() - begun);
  }

  private static CompletionStage<Tally> ballots(int count) {
    return CompletableFuture.completedFuture(Tally.of(count, count));
  }

  @Test
  void a_quiet_box_is_read_a_few_times_and_never_let_go_before_its_time() {
    Duration done = watch(PollLifecycle.LEAD.negated(), number -> ballots(7));
    assertThat(done).isGreaterThanOrEqualTo(WAIT.earliest());
    assertThat(readings.get()).isBetween(2, 12);
  }

  @Test
  void while_ballots_come_in_they_are_waited_for() {
    Duration done = watch(Duration.ZERO, number -> ballots(Math.min(number, 6)));
    // Five pauses until the last change was seen, and the quiet after it.
    assertThat(done).isGreaterThanOrEqualTo(LastBallots.STEP.multipliedBy(5).plus(WAIT.quiet()));
  }

  @Test
  void not_for_ever() {
    Duration done = watch(Duration.ZERO, BoxWatchTest::ballots);
    assertThat(done).isGreaterThanOrEqualTo(WAIT.latest());
    assertThat(readings.get()).isLessThanOrEqualTo(26);
  }

  @Test
  void a_grid_that_never_answers_or_fails_has_no_more_time_than_that() {
    assertThat(watch(Duration.ZERO, number -> new CompletableFuture<>()))
        .isGreaterThanOrEqualTo(WAIT.latest());
    assertThat(
            watch(
                Duration.ZERO,
                number -> CompletableFuture.failedFuture(new IllegalStateException())))
        .isGreaterThanOrEqualTo(WAIT.latest());
    assertThat(
            watch(
                Duration.ZERO,
                number -> {
                  throw new IllegalStateException("away");
                }))
        .isGreaterThanOrEqualTo(WAIT.latest());
  }

  @Test
  void long_after_the_end_nothing_is_waited_for() {
    watch(Duration.ofHours(1), number -> ballots(7));
    assertThat(readings.get()).isZero();
  }
}
