package dev.oncue.warmpool.knative.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolStatusTest {
  @ParameterizedTest
  @CsvSource({
    "RESTED,  5, 0, COUNTED,   false, WARMING",
    "WARMING, 5, 4, COUNTED,   false, WARMING",
    "WARMING, 5, 5, COUNTED,   false, WARM",
    "WARMING, 5, 5, HELD_UP,   true,  WARM",
    "WARMING, 5, 4, HELD_UP,   false, SHORT",
    "WARMING, 5, 4, COUNTED,   true,  SHORT",
    "WARMING, 5, 4, SEEN_ONCE, false, WARMING",
    "RESTED,  5, 4, SEEN_ONCE, false, RESTED",
    "WARM,    5, 4, SEEN_ONCE, false, WARM",
    "WARM,    5, 4, COUNTED,   false, SHORT",
    "SHORT,   5, 4, COUNTED,   false, SHORT",
    "SHORT,   5, 5, COUNTED,   false, WARM",
    "WARM,    0, 0, COUNTED,   false, RESTED"
  })
  void itFollowsFromWhatIsSeen(
      PoolStatus before,
      int wanted,
      int warm,
      Finding finding,
      boolean isLate,
      PoolStatus expected) {
    FunctionStatus functionStatus = new FunctionStatus(wanted, warm, Optional.empty(), finding);
    assertThat(before.next(functionStatus, isLate)).isEqualTo(expected);
  }
}
