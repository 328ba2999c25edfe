package dev.oncue.poll;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VotingWindowTest {
  private static final Instant END = NOON.plusSeconds(20);

  @ParameterizedTest
  @CsvSource({
    "-1,     false, false",
    "0,      true,  false",
    "19_999, true,  false",
    "20_000, true,  true",
    "20_001, true,  true"
  })
  void the_window_begins_with_its_start_and_is_over_at_its_end(
      String millis, boolean begun, boolean over) {
    assertWindow(new VotingWindow(NOON, END, Duration.ZERO), millis, begun, over);
  }

  @ParameterizedTest
  @CsvSource({"20_000, true, false", "20_499, true, false", "20_500, true, true"})
  void grace_moves_the_end_but_not_what_viewers_are_shown(
      String millis, boolean begun, boolean over) {
    VotingWindow window = new VotingWindow(NOON, END, Duration.ofMillis(500));
    assertWindow(window, millis, begun, over);
    assertThat(window.end()).isEqualTo(END.plusMillis(500));
    assertThat(window.closesAt()).isEqualTo(END);
  }

  @Test
  void a_window_without_an_end_is_never_over() {
    VotingWindow window = new VotingWindow(NOON, null, Duration.ofMillis(500));
    assertThat(window.end()).isNull();
    assertThat(window.isOver(Instant.MAX)).isFalse();
    assertThat(window.hasBegun(NOON.minusMillis(1))).isFalse();
    assertThat(window.hasBegun(NOON)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -86_400_000})
  void a_window_that_ends_before_it_begins_cannot_be_made(long millis) {
    assertThatThrownBy(() -> new VotingWindow(NOON, NOON.plusMillis(millis), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertWindow(
      VotingWindow window, String millis, boolean begun, boolean over) {
    Instant now = NOON.plusMillis(Long.parseLong(millis.replace("_", "")));
    assertThat(window.hasBegun(now)).isEqualTo(begun);
    assertThat(window.isOver(now)).isEqualTo(over);
  }
}
