package dev.oncue.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void percentilesHaveThreeDigits() {
    Latencies latencies = new Latencies();
    for (int ms = 2_000; ms >= 1; ms--) {
      latencies.add(ms * 1_000_000L);
    }
    assertThat(latencies.millis(0.5)).isCloseTo(1_000, within(1.0));
    assertThat(latencies.millis(0.99)).isCloseTo(1_980, within(2.0));
    assertThat(latencies.millis(1)).isCloseTo(2_000, within(2.0));
  }

  @Test
  void noneAtAllIsNoFailure() {
    assertThat(new Latencies().millis(0.99)).isZero();
  }
}
