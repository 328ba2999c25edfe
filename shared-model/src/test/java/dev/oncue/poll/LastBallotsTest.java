package dev.oncue.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Tally;
import dev.oncue.poll.LastBallots.Wait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LastBallotsTest {
  private static final Tally ONE = Tally.of(1, 1);
  private static final Tally TWO = Tally.of(2, 2);

  private static Duration at(long millis) {
    return Duration.ofMillis(millis);
  }

  /** Readings that are answered within a millisecond. */
  private static LastBallots first(Tally tally, long asked) {
    return LastBallots.first(tally, at(asked), at(asked + 1));
  }

  private static LastBallots then(LastBallots seen, Tally tally, long asked) {
    return seen.then(tally, at(asked), at(asked + 1));
  }

  @Test
  void a_box_that_was_quiet_before_the_end_is_sealed_soon_after_it_and_not_before() {
    LastBallots seen = first(ONE, -100);
    assertThat(seen.areIn(Wait.ON_TIME)).isFalse();
    assertThat(then(seen, ONE, -1).areIn(Wait.ON_TIME)).isFalse();
    assertThat(then(seen, ONE, 19).areIn(Wait.ON_TIME)).isFalse();
    assertThat(then(seen, ONE, 20).areIn(Wait.ON_TIME)).isTrue();
  }

  @Test
  void one_reading_alone_tells_nothing() {
    assertThat(first(ONE, 20).areIn(Wait.ON_TIME)).isFalse();
    assertThat(first(ONE, 90_000).areIn(Wait.ON_TIME)).isFalse();
  }

  @Test
  void after_a_ballot_that_came_in_late_the_quiet_begins_anew() {
    LastBallots seen = then(first(ONE, -100), TWO, 20);
    assertThat(seen.areIn(Wait.ON_TIME)).isFalse();
    assertThat(then(seen, TWO, 50).areIn(Wait.ON_TIME)).as("29 ms").isFalse();
    assertThat(then(seen, TWO, 51).areIn(Wait.ON_TIME)).as("30 ms").isTrue();
    assertThat(then(then(seen, ONE, 40), ONE, 51).areIn(Wait.ON_TIME))
        .as("changed again")
        .isFalse();
  }

  @Test
  void a_grid_that_answers_slowly_is_given_longer() {
    LastBallots seen = LastBallots.first(ONE, at(0), at(40));
    assertThat(seen.then(ONE, at(119), at(159)).areIn(Wait.ON_TIME)).isFalse();
    assertThat(seen.then(ONE, at(120), at(160)).areIn(Wait.ON_TIME)).isTrue();
    assertThat(seen.then(ONE, at(119), at(120)).areIn(Wait.ON_TIME)).as("no longer slow").isTrue();
  }

  @Test
  void a_reading_that_failed_is_no_quiet() {
    LastBallots failed = then(first(ONE, -100), null, 20);
    assertThat(failed.areIn(Wait.ON_TIME)).isFalse();
    assertThat(then(failed, null, 60).areIn(Wait.ON_TIME)).isFalse();
    LastBallots again = then(failed, ONE, 30);
    assertThat(again.areIn(Wait.ON_TIME)).isFalse();
    assertThat(then(again, ONE, 61).areIn(Wait.ON_TIME)).isTrue();
  }

  @Test
  void it_is_read_again_right_after_the_end_and_then_step_by_step() {
    assertThat(first(ONE, -100).pause(Wait.ON_TIME)).isEqualTo(LastBallots.STEP.plusMillis(99));
    assertThat(first(ONE, 10).pause(Wait.ON_TIME)).isEqualTo(LastBallots.STEP);
  }

  @Test
  void the_last_reading_is_when_the_quiet_is_over() {
    LastBallots seen = LastBallots.first(ONE, at(0), at(8));
    assertThat(seen.pause(Wait.BY_HAND)).as("twice as long as the grid took").isEqualTo(at(16));
    assertThat(then(first(ONE, 10), ONE, 30).pause(Wait.ON_TIME)).isEqualTo(at(10));
    assertThat(then(first(ONE, 10), null, 25).pause(Wait.ON_TIME)).isEqualTo(LastBallots.STEP);
  }

  @Test
  void a_close_by_hand_waits_a_moment_for_a_quiet_box_and_longer_for_a_crowd() {
    LastBallots seen = first(ONE, 0);
    assertThat(then(seen, ONE, 10).areIn(Wait.BY_HAND)).as("9 ms").isFalse();
    assertThat(then(seen, ONE, 11).areIn(Wait.BY_HAND)).as("10 ms").isTrue();
    LastBallots crowd = then(seen, TWO, 11);
    assertThat(crowd.areIn(Wait.BY_HAND)).isFalse();
    assertThat(then(crowd, TWO, 22).areIn(Wait.BY_HAND)).isTrue();
  }
}
