package dev.oncue.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.stream.StreamId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectedTest {
  private static final StreamId SHOW = new StreamId("acme", "show-42");

  @Test
  void its_path_says_all_but_how_many() {
    Connected connected = new Connected("live-1", SHOW, 7);
    assertThat(Connected.at(connected.path(), 7)).isEqualTo(connected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "a/b/c/d", "a/b/", "/b/c", "a/b c/d"})
  void what_is_no_path_is_refused(String path) {
    assertThatThrownBy(() -> Connected.at(path, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void less_than_nobody_is_refused() {
    assertThatThrownBy(() -> new Connected("live-1", SHOW, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sums_do_not_overflow() {
    List<Connected> all =
        List.of(
            new Connected("a", SHOW, Integer.MAX_VALUE),
            new Connected("b", SHOW, Integer.MAX_VALUE));
    assertThat(Connected.byStream(all)).containsEntry(SHOW, 2L * Integer.MAX_VALUE);
  }
}
