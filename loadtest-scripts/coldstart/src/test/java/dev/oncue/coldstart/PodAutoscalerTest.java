package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** As knative/serving pkg/reconciler/autoscaling/kpa/scaler.go says it. */
class PodAutoscalerTest {
  private static final long SECOND = 1_000_000_000L;

  private final Agenda agenda = new Agenda();
  private final Startup startup = new Startup(List.of(1.0), Duration.ofSeconds(2), Duration.ZERO);
  private final Fleet fleet =
      new Fleet(agenda, new Serving(5_000, Duration.ZERO, 1), startup, new Random(1), () -> {});
  private int min;
  private final PodAutoscaler podAutoscaler = new PodAutoscaler(fleet, now -> min, 10);

  /** Looks at it each second up to and with this one. */
  private void untilSecond(long last, int desired) {
    for (long second = agenda.now() / SECOND + 1; second <= last; second++) {
      agenda.runUntil(second * SECOND);
      podAutoscaler.reconcile(agenda.now(), desired);
    }
  }

  @Test
  void bounds_hold_and_the_lower_one_wins() {
    untilSecond(1, 300);
    assertThat(fleet.replicas()).isEqualTo(10);
    min = 3;
    untilSecond(10, 0);
    assertThat(fleet.replicas()).isEqualTo(3);
    min = 20;
    untilSecond(11, 0);
    assertThat(fleet.replicas()).isEqualTo(20);
  }

  @Test
  void it_goes_to_zero_a_minute_and_a_half_after_it_was_active() {
    untilSecond(5, 2);
    assertThat(fleet.ready()).hasSize(2);
    untilSecond(64, 0);
    assertThat(fleet.replicas()).isEqualTo(1);
    untilSecond(93, 0);
    assertThat(fleet.replicas()).as("inactive, in its grace period").isEqualTo(1);
    untilSecond(96, 0);
    assertThat(fleet.replicas()).isZero();
  }

  @Test
  void what_is_still_starting_is_left_alone() {
    untilSecond(1, 2);
    untilSecond(2, 0);
    assertThat(fleet.replicas()).isEqualTo(2);
    assertThat(fleet.ready()).isEmpty();
  }

  @Test
  void at_zero_it_stays_at_zero() {
    untilSecond(300, 0);
    assertThat(fleet.all()).isEmpty();
  }
}
