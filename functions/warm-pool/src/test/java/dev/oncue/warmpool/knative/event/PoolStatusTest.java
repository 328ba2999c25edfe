package dev.oncue.warmpool.knative.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.pool.FunctionStatus;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolStatusTest {
  @ParameterizedTest
  @CsvSource({
    "RESTED,  5, 0, false, false, WARMING",
    "WARMING, 5, 4, false, false, WARMING",
    "WARMING, 5, 5, false, false, WARM",
    "WARMING, 5, 5, true,  true,  WARM",
    "WARMING, 5, 4, true,  false, SHORT",
    "WARMING, 5, 4, false, true,  SHORT",
    "WARM,    5, 4, false, false, SHORT",
    "SHORT,   5, 4, false, false, SHORT",
    "SHORT,   5, 5, false, false, WARM",
    "WARM,    0, 0, false, false, RESTED"
  })
  void itFollowsFromWhatIsSeen(
      PoolStatus before,
      int wanted,
      int warm,
      boolean isHeldUp,
      boolean isLate,
      PoolStatus expected) {
    FunctionStatus functionStatus = new FunctionStatus(wanted, warm, Optional.empty());
    assertThat(before.next(functionStatus, isHeldUp, isLate)).isEqualTo(expected);
  }
}
