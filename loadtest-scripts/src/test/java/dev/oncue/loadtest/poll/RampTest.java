package dev.oncue.loadtest.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RampTest {
  private static final int VOTES = 100_000;
  private static final long LENGTH_MS = 20_000;
  private static final int PARTS = 10;

  @Test
  void fillsTheTime() {
    assertThat(Ramp.momentMs(0, LENGTH_MS)).isZero();
    assertThat(Ramp.momentMs(1, LENGTH_MS)).isEqualTo(LENGTH_MS);
  }

  @Test
  void inTheFirstHalfOfTheTimeComesAQuarterOfTheVotes() {
    assertThat(Ramp.momentMs(0.25, LENGTH_MS)).isEqualTo(LENGTH_MS / 2);
  }

  /** Of a rate that grows evenly, ten parts of the time have 1, 3, 5 ... 19 hundredths. */
  @Test
  void theRateGrowsEvenly() {
    int[] votes = new int[PARTS];
    Random random = new Random(42);
    for (int i = 0; i < VOTES; i++) {
      votes[(int) (Ramp.momentMs(random.nextDouble(), LENGTH_MS) * PARTS / LENGTH_MS)]++;
    }
    for (int part = 0; part < PARTS; part++) {
      int expected = (2 * part + 1) * VOTES / (PARTS * PARTS);
      assertThat(votes[part]).as("part %d", part).isCloseTo(expected, within(VOTES / 200));
    }
  }
}
