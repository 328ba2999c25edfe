package dev.oncue.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.stream.Name;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static final Pattern NAME = Pattern.compile(Formats.NAME);

  @Test
  void aNameIsDescribedAsItIsTaken() {
    for (String dots : List.of(".", "..", "...", "..a", "a..")) {
      assertThat(NAME.matcher(dots).matches()).as(dots).isEqualTo(Name.isValid(dots));
    }
    for (char c = 0; c < 0x2000; c++) {
      String name = "a" + c;
      assertThat(NAME.matcher(name).matches()).as("%x", (int) c).isEqualTo(Name.isValid(name));
    }
    for (int length = 0; length < 2 * Name.MAX_LENGTH; length++) {
      String name = "a".repeat(length);
      assertThat(NAME.matcher(name).matches()).as("%d", length).isEqualTo(Name.isValid(name));
    }
  }
}
