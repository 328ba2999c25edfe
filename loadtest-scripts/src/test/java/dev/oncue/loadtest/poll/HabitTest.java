package dev.oncue.loadtest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HabitTest {
  @Test
  void ofAThousandViewersEachHabitHasItsShare() {
    assertThat(count(Habit.LATE)).isEqualTo(50);
    assertThat(count(Habit.CHANGES_MIND)).isEqualTo(50);
    assertThat(count(Habit.RETRIES) + count(Habit.DOUBLE_TAPS)).isEqualTo(100);
    assertThat(count(Habit.BABBLES)).isEqualTo(20);
  }

  private static long count(Habit habit) {
    return IntStream.range(0, 1_000).filter(number -> Habit.of(number) == habit).count();
  }
}
