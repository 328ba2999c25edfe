package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As knative/serving pkg/autoscaler/scaling/autoscaler.go says it. */
class AutoscalerTest {
  private final Autoscaler autoscaler = new Autoscaler(new Scaling(100, 100, Duration.ZERO));

  private int decide(int second, double concurrency, int ready) {
    autoscaler.record(second, concurrency);
    autoscaler.decide(second, ready);
    return autoscaler.desired();
  }

  @ParameterizedTest
  @CsvSource({
    // concurrency, ready, desired
    "0, 0, 0",
    "1, 0, 1",
    "70, 1, 1",
    "71, 1, 2",
    "7000, 1, 100",
    "700000, 1, 1000",
    "0, 21, 10"
  })
  void seventy_requests_an_instance_a_thousandfold_up_and_half_down(
      double concurrency, int ready, int desired) {
    assertThat(decide(0, concurrency, ready)).isEqualTo(desired);
  }

  @Test
  void without_reports_it_stays_as_it_was() {
    assertThat(decide(0, 700, 1)).isEqualTo(10);
    autoscaler.decide(100, 1);
    assertThat(autoscaler.desired()).isEqualTo(10);
  }

  @Test
  void a_panic_lets_nothing_go_for_a_minute_after_the_last_of_it() {
    assertThat(decide(0, 7_000, 1)).isEqualTo(100);
    for (int second = 1; second <= 60; second++) {
      assertThat(decide(second, 0, 100)).isEqualTo(100);
    }
    assertThat(decide(61, 0, 100)).isEqualTo(50);
  }

  @Test
  void a_crowd_of_a_second_is_seen_by_the_short_window_first() {
    for (int second = 0; second < 60; second++) {
      assertThat(decide(second, 0, 1)).isZero();
    }
    assertThat(decide(60, 4_200, 1)).as("4200 / 6 / 70").isEqualTo(10);
  }

  @Test
  void a_lower_decision_waits_for_its_delay() {
    Autoscaler patient = new Autoscaler(new Scaling(100, 100, Duration.ofMinutes(5)));
    for (int second = 0; second <= 400; second++) {
      patient.record(second, second == 0 ? 100 : 0);
      patient.decide(second, 4);
      if (second < 300) {
        assertThat(patient.desired()).isEqualTo(2);
      }
    }
    assertThat(patient.desired()).as("half of four, once more").isEqualTo(2);
    for (int second = 401; second <= 701; second++) {
      patient.record(second, 0);
      patient.decide(second, 1);
    }
    assertThat(patient.desired()).isZero();
  }
}
