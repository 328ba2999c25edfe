package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.loadtest.BadOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartsTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("starts.json"), text);
  }

  @Test
  void they_are_read_by_the_way_they_were_made() throws Exception {
    Starts starts = Starts.read(file("{\"java 25\": [1.8, 2], \"java 25, cache\": [0.9]}"));
    assertThat(starts.of("java 25")).containsExactly(1.8, 2.0);
    assertThatThrownBy(() -> starts.of("java 17"))
        .isInstanceOf(BadOptionException.class)
        .hasMessage("--starts must be one of java 25; java 25, cache, not 'java 17'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "no JSON",
        "{\"a\": []}",
        "{\"a\": 1}",
        "{\"a\": [\"1\"]}",
        "{\"a\": [0]}",
        "{\"a\": [-1]}",
        "{\"a\": [601]}",
        "{\"a\": {\"b\": 1}}",
        "{\"a\": [1"
      })
  void what_has_no_starts_in_it_is_refused_in_one_line(String text) throws Exception {
    Path file = file(text);
    assertThatThrownBy(() -> Starts.read(file))
        .isInstanceOf(BadOptionException.class)
        .hasMessageStartingWith("--starts-file must be JSON like")
        .hasMessageNotContaining("\n");
  }

  @Test
  void no_file() {
    assertThatThrownBy(() -> Starts.read(folder.resolve("none")))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("there is no ");
  }
}
