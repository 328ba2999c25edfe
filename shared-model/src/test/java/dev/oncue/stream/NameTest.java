package dev.oncue.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.poll.PollId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "Z", "0", "9", "_", ":", "@", "-", "...", ".a", "show-42", "u:1@x.org"})
  void a_name_is_made_of_letters_digits_and_five_signs(String name) {
    assertThat(Name.isValid(name)).isTrue();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        " ", "a b", "a/b", "a\\b", "a\n", "a\u0000", "é", "ſ", "٣", "a?", "a#", "a%", "a,", "a;",
        "[", "`", "{", "/", ".", ".."
      })
  void anything_else_is_none(String name) {
    assertThat(Name.isValid(name)).isFalse();
  }

  @Test
  void a_name_has_at_most_128_characters() {
    assertThat(Name.isValid("a".repeat(128))).isTrue();
    assertThat(Name.isValid("a".repeat(129))).isFalse();
  }

  @Property
  void every_name_matches_the_rule_as_it_stands_in_the_contract(@ForAll String text) {
    assertThat(Name.isValid(text)).isEqualTo(text.matches("(?!\\.\\.?$)[A-Za-z0-9._:@-]{1,128}"));
  }

  @Property
  void every_ascii_name_too(
      @ForAll @net.jqwik.api.constraints.CharRange(from = ' ', to = '~') String text) {
    assertThat(Name.isValid(text)).isEqualTo(text.matches("(?!\\.\\.?$)[A-Za-z0-9._:@-]{1,128}"));
  }

  @Test
  void ids_cannot_be_made_of_anything_else() {
    StreamId stream = new StreamId("t", "s");
    assertThatThrownBy(() -> new StreamId("t/", "s")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StreamId("t", "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PollId(stream, "a b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new PollId(stream, "p").path()).isEqualTo("t/s/p");
  }
}
