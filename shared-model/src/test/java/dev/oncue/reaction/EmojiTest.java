package dev.oncue.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
  @ParameterizedTest
  @CsvSource({
    "single,            \uD83D\uDD25",
    "of Unicode 4,      \u231A",
    "with presentation, \u2764\uFE0F",
    "skin tone,         \uD83D\uDC4D\uD83C\uDFFD",
    "family,            \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66",
    "kiss in two tones, \uD83D\uDC68\uD83C\uDFFB\u200D\u2764\uFE0F\u200D\uD83D\uDC8B\u200D\uD83D\uDC68\uD83C\uDFFF",
    "heart on fire,     \u2764\uFE0F\u200D\uD83D\uDD25",
    "flag of Germany,   \uD83C\uDDE9\uD83C\uDDEA",
    "flag of Scotland,  \uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
    "rainbow flag,      \uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08",
    "keycap,            1\uFE0F\u20E3",
    "keycap hash,       #\uFE0F\u20E3"
  })
  void one_emoji_is_taken_as_it_is(String kind, String text) {
    assertThat(Emoji.of(text)).as(kind).contains(new Emoji(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2764", "\u2600", "\u270C", "\u00A9"})
  void a_symbol_without_its_presentation_selector_is_the_same_emoji_as_with_it(String text) {
    assertThat(Emoji.of(text))
        .contains(new Emoji(text + "\uFE0F"))
        .isEqualTo(Emoji.of(text + "\uFE0F"));
  }

  /** The last of the characters that Unicode sets aside for pictographs. */
  @ParameterizedTest
  @ValueSource(strings = {"\uD83F\uDFFD", "\uD83F\uDFFD\uD83C\uDFFD"})
  void an_emoji_of_a_later_unicode_is_taken(String text) {
    assertThat(Emoji.of(text)).contains(new Emoji(text));
  }

  @Test
  void one_of_a_later_unicode_needs_no_selector() {
    assertThat(Emoji.of("\uD83F\uDFFD\uFE0F")).contains(new Emoji("\uD83F\uDFFD"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD83E\uDEEA",
        "\uD83E\uDEEF",
        "\uD83E\uDEC8",
        "\uD83D\uDED8",
        "\uD83E\uDDD1\u200D\uD83E\uDE70",
        "\uD83D\uDC6F\uD83C\uDFFD"
      })
  void the_emojis_of_unicode_17_are_taken(String text) {
    assertThat(Emoji.of(text)).contains(new Emoji(text));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "empty|''",
        "digit|1",
        "digit with selector|1\uFE0F",
        "hash|#",
        "letter|a",
        "word|fire",
        "short code|:fire:",
        "space|' '",
        "emoji and space|'\uD83D\uDD25 '",
        "emoji and letter|\uD83D\uDD25a",
        "two emojis|\uD83D\uDD25\uD83D\uDD25",
        "two joined that mean nothing|\uD83D\uDD25\u200D\uD83D\uDD25",
        "half a flag|\uD83C\uDDE9",
        "flag of nowhere|\uD83C\uDDE9\uD83C\uDDE9",
        "selector alone|\uFE0F",
        "two selectors|\u2764\uFE0F\uFE0F",
        "joiner alone|\u200D",
        "keycap alone|\u20E3",
        "text presentation|\u2764\uFE0E",
        "half a surrogate pair|\uD83D",
        "control character|'\u0000'",
        "combining accent|e\u0301",
        "symbol that is no emoji|\u2603\u2604",
        "pictograph that is no emoji|\u2605",
        "character set aside for something else|\u0378",
        "two of a later Unicode|\uD83F\uDFFD\uD83F\uDFFC",
        "two of a later Unicode joined|\uD83F\uDFFD\u200D\uD83F\uDFFC",
        "one of a later Unicode and a letter|\uD83F\uDFFDa",
        "one of a later Unicode as text|\uD83F\uDFFD\uFE0E",
        "noncharacter|\uD83F\uDFFE",
        "Chinese|\u706B"
      },
      delimiter = '|')
  void anything_else_is_refused(String kind, String text) {
    assertThat(Emoji.of(text)).as(kind).isEmpty();
  }

  @Test
  void a_long_row_of_emojis_is_refused() {
    assertThat(Emoji.of("\uD83D\uDD25".repeat(5_000))).isEmpty();
  }
}
