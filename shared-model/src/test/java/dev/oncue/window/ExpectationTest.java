package dev.oncue.window;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {
  private static final StreamId SHOW = new StreamId("acme", "show-42");
  private static final PoolReport REPORT = new PoolReport(true, Duration.ofMinutes(2), NOON);

  private static Readiness readiness(int viewers, Window... windows) {
    return readinessAt(NOON, viewers, windows);
  }

  private static Readiness readinessAt(Instant opensAt, int viewers, Window... windows) {
    return new Expectation(SHOW, "q1", opensAt, viewers).readiness(List.of(windows), REPORT, NOON);
  }

  private static WindowFixtures.Builder around() {
    return WindowFixtures.of(SHOW);
  }

  @Test
  void nothing_is_hot_for_a_poll_that_nobody_announced() {
    assertThat(readiness(0)).isEqualTo(Readiness.COLD);
    assertThat(readiness(100_000)).isEqualTo(Readiness.COLD);
  }

  @Test
  void a_poll_that_is_scheduled_in_time_will_be_planned() {
    assertThat(readinessAt(NOON.plusSeconds(120), 1_000)).isEqualTo(Readiness.PLANNED);
    assertThat(readinessAt(NOON.plusSeconds(119), 1_000)).isEqualTo(Readiness.COLD);
    assertThat(readinessAt(NOON.plusSeconds(120), 0)).isEqualTo(Readiness.COLD);
  }

  @ParameterizedTest
  @CsvSource({
    "PLANNED, PLANNED",
    "WARMING, WARMING",
    "WARM, WARM",
    "SHORT, SHORT",
    "RELEASED, COLD"
  })
  void it_stands_as_the_window_does_that_it_falls_into(Phase phase, Readiness readiness) {
    assertThat(readiness(1_000, around().phase(phase).build())).isEqualTo(readiness);
    assertThat(readiness(0, around().phase(phase).build())).isEqualTo(readiness);
    Window own = around().ofPoll("q1").phase(phase).build();
    assertThat(readiness(1_000, own)).isEqualTo(readiness);
  }

  @Test
  void its_own_window_says_more_than_those_around_it() {
    Window own = around().ofPoll("q1").phase(Phase.WARMING).build();
    Window announced = around().phase(Phase.WARM).build();
    assertThat(readiness(1_000, announced, own)).isEqualTo(Readiness.WARMING);
  }

  @Test
  void a_window_for_fewer_viewers_is_too_small() {
    assertThat(readiness(1_001, around().phase(Phase.WARM).build())).isEqualTo(Readiness.SHORT);
    Window second = around().named("act-2").phase(Phase.WARM).build();
    assertThat(readiness(2_000, around().phase(Phase.WARM).build(), second))
        .isEqualTo(Readiness.WARM);
  }

  @Test
  void of_several_windows_the_worst_counts() {
    Window warm = around().phase(Phase.WARM).build();
    Window late = around().named("act-2").phase(Phase.SHORT).build();
    assertThat(readiness(1_000, warm, late)).isEqualTo(Readiness.SHORT);
  }

  @Test
  void other_windows_do_not_count() {
    assertThat(
            readiness(
                10,
                WindowFixtures.of(new StreamId("acme", "other")).phase(Phase.WARM).build(),
                WindowFixtures.of(new StreamId("other", "show-42")).phase(Phase.WARM).build(),
                around().ofPoll("q2").phase(Phase.WARM).build(),
                around().cancelled().phase(Phase.WARM).build(),
                around().at(Duration.ofMillis(1), Duration.ofHours(1)).phase(Phase.WARM).build(),
                around().at(Duration.ofHours(-1), Duration.ofHours(1)).phase(Phase.WARM).build()))
        .isEqualTo(Readiness.COLD);
  }
}
