package dev.oncue.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations go out as producers write them, and mean what came in. */
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
  void a_duration_is_in_seconds_up_to_two_minutes(String in, String out) {
    assertThat(Json.duration(Duration.parse(in))).isEqualTo(out);
    assertThat(Duration.parse(out)).isEqualTo(Duration.parse(in));
  }
}
