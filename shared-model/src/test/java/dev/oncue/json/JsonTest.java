package dev.oncue.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations and instants go out as producers write them, and mean what came in. */
class JsonTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0S",
    "PT0.5S, PT0.5S",
    "PT0.001S, PT0.001S",
    "PT20S, PT20S",
    "PT60S, PT60S",
    "PT1M, PT60S",
    "PT100S, PT100S",
    "PT2M, PT120S",
    "PT121S, PT2M1S",
    "P1D, PT24H"
  })
  void aDurationIsInSecondsUpToTwoMinutes(String in, String out) {
    assertThat(Json.duration(Duration.parse(in))).isEqualTo(out);
    assertThat(Duration.parse(out)).isEqualTo(Duration.parse(in));
  }

  @Test
  void instantsAreWrittenToTheMillisecondAlsoOneAfterTheOther() {
    Instant instant = Instant.parse("2026-11-21T20:00:00.123Z");
    for (int i = 0; i < 2; i++) {
      assertThat(Json.instant(instant)).isEqualTo("2026-11-21T20:00:00.123Z");
      assertThat(Json.instant(instant.plusNanos(999_999))).isEqualTo("2026-11-21T20:00:00.123Z");
      assertThat(Json.instant(instant.plusNanos(1_000_000))).isEqualTo("2026-11-21T20:00:00.124Z");
      assertThat(Json.instant(instant.minusNanos(1))).isEqualTo("2026-11-21T20:00:00.122Z");
    }
    assertThat(Json.instant(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    assertThat(Json.instant(Instant.EPOCH.minusNanos(1))).isEqualTo("1969-12-31T23:59:59.999Z");
  }
}
