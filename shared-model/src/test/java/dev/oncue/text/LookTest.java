package dev.oncue.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookTest {
  private static boolean alike(String one, String other) {
    boolean alike = Look.of(one).isLike(Look.of(other));
    assertThat(Look.of(other).isLike(Look.of(one))).as("the other way round").isEqualTo(alike);
    return alike;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "equal|Red|Red",
        "a space more|Red|`Red `",
        "two spaces|a b|a  b",
        "other spaces|a b|a\u00A0b",
        "blank that is no space|a b|a\u2800b",
        "zero-width space|Red|Re\u200Bd",
        "joiner|Red|Red\u200D",
        "soft hyphen|Red|Re\u00ADd",
        "Hangul filler|Red|Red\u3164",
        "mark of direction|Red|\u200ERed\u200F",
        "isolate|Red|\u2066Red\u2069",
        "composed and not|caf\u00E9|cafe\u0301",
        "order of marks|a\u0323\u0302|a\u0302\u0323",
        "Cyrillic|Red|R\u0435d",
        "whole word in Cyrillic|COCA|\u0421\u041E\u0421\u0410",
        "Greek|A|\u0391",
        "full width|Red|\uFF32\uFF45\uFF44",
        "mathematical|Red|\uD835\uDC11ed",
        "Roman numeral|I|\u2160",
        "ligature|fire|\uFB01re",
        "Kelvin|K|\u212A",
        "Katakana and Han|\u30ED|\u53E3",
        "dashes|1-2|1\u20132",
        "digit of another script|1|\u0661",
        "selector|\u2764|\u2764\uFE0F",
        "stray tag|Red|Red\uDB40\uDC67"
      })
  void texts_that_look_the_same(String how, String one, String other) {
    assertThat(alike(one, other)).as(how).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "case|Yes|yes",
        "digits|1|2",
        "digit and letter|10|1O",
        "one and l|1|l",
        "l and I|Al|AI",
        "m and rn|modem|modern",
        "umlaut|Bar|B\u00E4r",
        "m and rn beside an umlaut|B\u00E4r modem|B\u00E4r modern",
        "accents|p\u00EAche|p\u00E9ch\u00E9",
        "Turkish|s\u0131k|sik",
        "Polish|lata|\u0142ata",
        "Hebrew vav and final nun|\u05DC\u05D5|\u05DC\u05DF",
        "short i|\u0438|\u0439",
        "skin tones|\uD83D\uDC4D|\uD83D\uDC4D\uD83C\uDFFD",
        "flags|\uD83C\uDDE9\uD83C\uDDEA|\uD83C\uDDEB\uD83C\uDDF7",
        "England and Scotland|\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F|\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
        "keycaps|1\uFE0F\u20E3|2\uFE0F\u20E3",
        "punctuation|Yes|Yes!",
        "word space|New York|NewYork",
        "power|m2|m\u00B2",
        "circled|1|\u2460"
      })
  void texts_that_do_not(String how, String one, String other) {
    assertThat(alike(one, other)).as(how).isFalse();
  }
}
