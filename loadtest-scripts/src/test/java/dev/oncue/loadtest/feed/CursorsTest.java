package dev.oncue.loadtest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorsTest {
  @ParameterizedTest
  @CsvSource({
    "a-1, a-2, true",
    "a-9, a-10, true",
    "a-1, a-1, false",
    "a-1, a-3, false",
    "a-2, a-1, false",
    "a-1, b-2, false",
    ", a-1, false",
    "a-1, , false"
  })
  void nothingLiesBetweenNumbersThatFollow(String before, String next, boolean follows) {
    assertThat(Cursors.follows(before, next)).isEqualTo(follows);
  }
}
