package dev.oncue.warmpool.knative.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  /** Where the clock's numbers run over. */
  private long nowNanos = Long.MAX_VALUE - 5_000_000_000L;

  private final Backoff backoff = new Backoff();

  private long secondsAfter(Duration asked) {
    backoff.failed(nowNanos, asked);
    long seconds = 0;
    while (backoff.isWaiting(nowNanos)) {
      nowNanos += 1_000_000_000L;
      seconds++;
    }
    return seconds;
  }

  @Test
  void itWaitsLongerEachTimeAndNeverLongerThanItsLimit() {
    List<Long> waits = new ArrayList<>();
    for (int time = 0; time < 8; time++) {
      waits.add(secondsAfter(Duration.ZERO));
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    backoff.succeeded();
    assertThat(backoff.isWaiting(nowNanos)).isFalse();
    assertThat(secondsAfter(Duration.ZERO)).isEqualTo(1);
  }

  @Test
  void itWaitsAsLongAsItIsAskedToWithinItsLimit() {
    assertThat(secondsAfter(Duration.ofSeconds(7))).isEqualTo(7);
    assertThat(secondsAfter(Duration.ofSeconds(1))).isEqualTo(2);
    assertThat(secondsAfter(Duration.ofDays(1))).isEqualTo(30);
  }
}
