package dev.oncue.warmpool.reconcile;

import static dev.oncue.poll.PollFixtures.NOON;
import static dev.oncue.warmpool.plan.PoolFixtures.LEAD;
import static dev.oncue.warmpool.plan.PoolFixtures.SHOW;
import static dev.oncue.warmpool.plan.PoolFixtures.announced;
import static dev.oncue.warmpool.plan.PoolFixtures.oneVoteAnInstance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import dev.oncue.window.Instances;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusRuleTest {
  private static final Instant BEGIN = NOON.minus(LEAD);
  private static final Map<String, Instances> TEN = Map.of("vote", new Instances(10, 10, 0));
  private static final Map<String, Instances> CUT = Map.of("vote", new Instances(10, 4, 0));

  private Window window = announced(SHOW, "act-1", 10);

  /** Goes one step on, with so many of ten instances hot. */
  private WindowStatus step(Instant now, Map<String, Instances> shares, int warm) {
    return step(now, shares, new FunctionStatus(10, warm, Optional.empty()));
  }

  private WindowStatus step(Instant now, Map<String, Instances> shares, FunctionStatus warmth) {
    WindowStatus next =
        StatusRule.next(window, shares, Map.of("vote", warmth), oneVoteAnInstance(1_000_000), now);
    window = window.with(next);
    return next;
  }

  @Test
  void from_planned_to_released() {
    WindowStatus planned = step(BEGIN.minusMillis(1), TEN, 10);
    assertThat(planned.phase()).isEqualTo(Phase.PLANNED);
    assertThat(planned.functions()).isEqualTo(TEN);

    WindowStatus warming = step(BEGIN, TEN, 0);
    assertThat(warming.phase()).isEqualTo(Phase.WARMING);
    assertThat(warming.warmingSince()).isEqualTo(BEGIN);
    assertThat(warming.reason()).isNull();

    assertThat(step(BEGIN.plusSeconds(4), TEN, 7))
        .isEqualTo(
            new WindowStatus(
                Phase.WARMING, BEGIN, BEGIN, null, null, Map.of("vote", new Instances(10, 10, 7))));

    WindowStatus warm = step(BEGIN.plusMillis(12_300), TEN, 10);
    assertThat(warm.phase()).isEqualTo(Phase.WARM);
    assertThat(warm.since()).isEqualTo(BEGIN.plusMillis(12_300));
    assertThat(warm.warmAfter()).isEqualTo(Duration.ofMillis(12_300));
    assertThat(step(BEGIN.plusSeconds(60), TEN, 10)).as("nothing changes").isEqualTo(warm);

    WindowStatus released = step(window.closesAt().plusSeconds(60), null, 0);
    assertThat(released.phase()).isEqualTo(Phase.RELEASED);
    assertThat(released.warmAfter()).isEqualTo(Duration.ofMillis(12_300));
    assertThat(step(window.closesAt().plusSeconds(99), null, 0)).isEqualTo(released);
  }

  @Test
  void what_the_ceiling_cuts_is_short_long_before() {
    WindowStatus early = step(BEGIN.minusSeconds(999), CUT, 0);
    assertThat(early.phase()).isEqualTo(Phase.SHORT);
    assertThat(early.reason()).isEqualTo("vote: the ceiling grants 4 of 10 instances");
    assertThat(early.warmingSince()).isNull();

    WindowStatus later = step(BEGIN.plusSeconds(7), CUT, 10);
    assertThat(later.phase()).isEqualTo(Phase.SHORT);
    assertThat(later.since()).isEqualTo(early.since());
    assertThat(later.functions()).isEqualTo(Map.of("vote", new Instances(10, 4, 4)));
  }

  @Test
  void what_is_not_hot_when_it_opens_is_short_until_it_is() {
    FunctionStatus stuck = new FunctionStatus(10, 3, Optional.of("the node is full"));
    assertThat(step(NOON.minusMillis(1), TEN, stuck).phase()).isEqualTo(Phase.WARMING);
    WindowStatus status = step(NOON, TEN, stuck);
    assertThat(status.phase()).isEqualTo(Phase.SHORT);
    assertThat(status.reason()).isEqualTo("vote: 3 of 10 instances are hot (the node is full)");
    WindowStatus warm = step(NOON.plusSeconds(2), TEN, 10);
    assertThat(warm.phase()).isEqualTo(Phase.WARM);
    assertThat(warm.warmAfter()).isEqualTo(Duration.ofMillis(2_001));
    assertThat(step(NOON.plusSeconds(9), TEN, 9).phase()).as("one died").isEqualTo(Phase.SHORT);
    assertThat(step(NOON.plusSeconds(12), TEN, 10).warmAfter()).isEqualTo(warm.warmAfter());
  }

  @Test
  void what_is_more_than_a_matter_of_time_is_said_while_there_is_time() {
    FunctionStatus refused =
        new FunctionStatus(10, 3, Optional.of("the webhook refuses"), Finding.HELD_UP);
    WindowStatus status = step(BEGIN, TEN, refused);
    assertThat(status.phase()).isEqualTo(Phase.WARMING);
    assertThat(status.reason()).isEqualTo("vote: 3 of 10 instances are hot (the webhook refuses)");
    assertThat(step(BEGIN.plusSeconds(2), TEN, 5).reason()).isNull();
  }

  @Test
  void what_was_warm_and_is_seen_hot_once_stays_warm() {
    FunctionStatus once = new FunctionStatus(10, 9, Optional.of("once"), Finding.SEEN_ONCE);
    assertThat(step(BEGIN, TEN, once).phase()).isEqualTo(Phase.WARMING);
    WindowStatus warm = step(BEGIN.plusSeconds(1), TEN, 10);
    assertThat(step(NOON, TEN, once)).isEqualTo(warm);
    Map<String, Instances> more = Map.of("vote", new Instances(11, 11, 0));
    assertThat(step(NOON.plusSeconds(1), more, once).phase())
        .as("more are needed than were ever seen")
        .isEqualTo(Phase.SHORT);
    assertThat(step(NOON.plusSeconds(2), TEN, once).phase()).isEqualTo(Phase.SHORT);
  }

  @Test
  void what_nobody_can_see_is_unknown_and_not_cold() {
    step(BEGIN, TEN, 10);
    FunctionStatus remembered =
        new FunctionStatus(10, 10, Optional.of("the API is away"), Finding.UNKNOWN);
    assertThat(step(BEGIN.plusSeconds(9), TEN, remembered).phase()).isEqualTo(Phase.WARM);
    FunctionStatus unknown =
        new FunctionStatus(10, 0, Optional.of("the API is away"), Finding.UNKNOWN);
    WindowStatus early = step(BEGIN.plusSeconds(40), TEN, unknown);
    assertThat(early.phase()).isEqualTo(Phase.WARMING);
    assertThat(early.reason()).isEqualTo("the state is unknown: the API is away");
    WindowStatus late = step(NOON, TEN, unknown);
    assertThat(late.phase()).isEqualTo(Phase.SHORT);
    assertThat(late.reason()).isEqualTo("the state is unknown: the API is away");
    assertThat(StatusRule.isUnknown(late)).isTrue();
  }

  @Test
  void instances_beyond_those_asked_for_do_not_count() {
    assertThat(new FunctionStatus(1, 2, Optional.empty()).warm()).isOne();
  }

  @Test
  void of_a_pool_that_is_shared_each_window_has_its_part() {
    Map<String, Instances> part = Map.of("vote", new Instances(3, 3, 0));
    assertThat(step(BEGIN, part, 7).functions().get("vote").warm()).isEqualTo(2);
    assertThat(step(BEGIN, part, 10).functions().get("vote").warm()).isEqualTo(3);
    assertThat(step(BEGIN, part, -1).functions().get("vote").warm()).isZero();
  }

  @Test
  void a_function_that_the_pool_does_not_know_is_cold() {
    WindowStatus status =
        StatusRule.next(window, TEN, Map.of(), oneVoteAnInstance(1_000_000), NOON);
    assertThat(status.phase()).isEqualTo(Phase.SHORT);
    assertThat(status.reason()).isEqualTo("vote: 0 of 10 instances are hot");
  }

  @Test
  void a_clock_that_is_set_back_takes_no_negative_time() {
    step(NOON, TEN, 0);
    WindowStatus warm = step(NOON.minusSeconds(30), TEN, 10);
    assertThat(warm.phase()).isEqualTo(Phase.WARM);
    assertThat(warm.warmAfter()).isZero();
    assertThat(step(BEGIN.minusSeconds(9), TEN, 10).phase()).isEqualTo(Phase.PLANNED);
    assertThat(step(BEGIN, TEN, 10).phase()).isEqualTo(Phase.WARM);
  }

  @Test
  void a_window_that_was_cancelled_is_released() {
    step(BEGIN, TEN, 10);
    window = window.cancelledAt(BEGIN.plusSeconds(1));
    WindowStatus status = window.status();
    assertThat(status.phase()).isEqualTo(Phase.RELEASED);
    assertThat(step(BEGIN.plusSeconds(2), null, 10)).isEqualTo(status);
  }
}
