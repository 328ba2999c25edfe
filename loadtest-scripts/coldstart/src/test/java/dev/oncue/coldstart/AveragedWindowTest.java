package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** As knative/serving pkg/autoscaler/aggregation/bucketing.go says it. */
class AveragedWindowTest {
  private final AveragedWindow window = new AveragedWindow(6);

  @Test
  void nothing_was_recorded() {
    assertThat(window.isEmpty(0)).isTrue();
    assertThat(window.average(0)).isZero();
  }

  @Test
  void the_average_is_over_what_there_is() {
    window.record(10, 30);
    assertThat(window.average(10)).isEqualTo(30);
    window.record(12, 60);
    assertThat(window.average(12)).as("a gap counts as 0").isEqualTo(30);
  }

  @Test
  void values_of_one_second_add_up() {
    window.record(10, 30);
    window.record(10, 12);
    assertThat(window.average(10)).isEqualTo(42);
  }

  @Test
  void what_is_older_than_the_window_is_forgotten() {
    window.record(0, 600);
    for (int second = 1; second <= 6; second++) {
      window.record(second, 6);
    }
    assertThat(window.average(6)).isEqualTo(6);
  }

  @Test
  void what_did_not_come_lately_makes_the_window_shorter() {
    window.record(0, 10);
    window.record(5, 20);
    assertThat(window.average(7)).as("seconds 2 to 5").isEqualTo(5);
    assertThat(window.isEmpty(10)).isFalse();
    assertThat(window.isEmpty(11)).isTrue();
  }

  @Test
  void after_a_whole_window_of_silence_it_begins_anew() {
    window.record(0, 600);
    window.record(6, 12);
    assertThat(window.average(6)).isEqualTo(12);
  }
}
