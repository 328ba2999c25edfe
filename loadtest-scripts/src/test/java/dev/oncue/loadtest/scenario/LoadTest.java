package dev.oncue.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final int COUNT = 100_000;
  private static final Duration LENGTH = Duration.ofSeconds(20);
  private static final int PARTS = 10;

  @Test
  void aConstantRateIsEven() {
    Load load = Load.atRate(500, Duration.ofSeconds(2), n -> null);
    assertThat(load.count()).isEqualTo(1_000);
    assertThat(load.dueNanos().applyAsLong(0)).isZero();
    assertThat(load.dueNanos().applyAsLong(500)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    assertThat(load.length()).isEqualTo(Duration.ofMillis(1_998));
  }

  @Test
  void aRampFillsTheTime() {
    Load ramp = Load.ramp(COUNT, LENGTH, n -> null);
    assertThat(ramp.dueNanos().applyAsLong(0)).isLessThan(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(ramp.length()).isBetween(LENGTH.minusMillis(1), LENGTH);
  }

  /** Of a rate that grows evenly, ten parts of the time have 1, 3, 5 ... 19 hundredths. */
  @Test
  void theRateOfARampGrowsEvenly() {
    Load ramp = Load.ramp(COUNT, LENGTH, n -> null);
    int[] requests = new int[PARTS];
    for (int n = 0; n < COUNT; n++) {
      requests[(int) (ramp.dueNanos().applyAsLong(n) * PARTS / LENGTH.toNanos())]++;
    }
    for (int part = 0; part < PARTS; part++) {
      int expected = (2 * part + 1) * COUNT / (PARTS * PARTS);
      assertThat(requests[part]).as("part %d", part).isCloseTo(expected, within(2));
    }
  }
}
