package dev.oncue.text;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.json.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u200B",
        "\u200B\u200C\u200D\u2060\uFEFF",
        "\u200E\u200F\u061C",
        "\u00AD",
        "\u00A0\u3000\u2003",
        "\u2028",
        "\u3164",
        "\uFFA0",
        "\u115F\u1160",
        "\u2800",
        "\u2800 \u200B",
        "\u034F",
        "\u0301",
        "\u0301\u0302",
        "\u20E3",
        "\u093E",
        "\uFE0F",
        "\u180E\u180B",
        "\u17B4",
        "\uDB40\uDC67",
        "\uDB40\uDD00",
        "\u2066\u2069",
        "\uD834\uDD59"
      })
  void a_text_that_shows_nothing_is_refused(String text) {
    assertThatThrownBy(() -> ShownText.require("question", text))
        .isInstanceOf(MalformedException.class)
        .hasMessage("question: must have a character that can be seen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u202Eder",
        "\u202Eder\u202C",
        "\u202Dred\u202C",
        "\u202Bred",
        "\u202Ared",
        "\u2067red",
        "\u2068red\u2066x\u2069",
        "red\u202C",
        "red\u2069",
        "\u2067\u202Bred\u2069\u202C"
      })
  void a_text_that_turns_what_follows_is_refused(String text) {
    assertThatThrownBy(() -> ShownText.require("question", text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("direction");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Red",
        ".",
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
        "\u0D28\u0D4D\u200D",
        "\u0915\u094D\u200D\u0937",
        "\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD",
        "\u200F\u05D0\u05DC\u05E3!",
        "e\u0301",
        "\u2764\uFE0F",
        "1\uFE0F\u20E3",
        "\uD83D\uDC69\u200D\uD83D\uDD2C",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
        "\uD83E\uDEEF",
        "\u845B\uDB40\uDD00",
        "\u2067\u05D0\u05DC\u05E3\u2069 is a letter",
        "\u202B\u05D0 \u202Ab\u202C\u202C",
        "\uD83C\uDDE9\uD83C\uDDEA"
      })
  void what_scripts_need_is_kept(String text) {
    assertThatCode(() -> ShownText.require("question", text)).doesNotThrowAnyException();
  }
}
