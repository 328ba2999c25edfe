package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LargestRecentlyTest {
  private final LargestRecently window =
      new LargestRecently(Duration.ofSeconds(5), Duration.ofSeconds(1));

  @Test
  void the_largest_of_the_last_seconds_counts() {
    assertThat(window.with(10, 5)).isEqualTo(5);
    assertThat(window.with(11, 8)).isEqualTo(8);
    assertThat(window.with(12, 3)).isEqualTo(8);
    assertThat(window.with(15, 2)).isEqualTo(8);
    assertThat(window.with(16, 1)).isEqualTo(3);
    assertThat(window.with(17, 1)).isEqualTo(2);
    assertThat(window.with(90, 0)).isZero();
  }
}
