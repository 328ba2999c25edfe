package dev.oncue.http.cloudevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.json.MalformedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain|plain",
        "with space|with space",
        "Euro%20%E2%82%AC%20%F0%9F%98%80|Euro \u20AC \uD83D\uDE00",
        "%e2%82%ac|\u20AC",
        "%70lain|plain",
        "%2525|%25",
        "\"quoted\"|quoted",
        "\"a \\\"b\\\" \\\\ c\"|a \"b\" \\ c",
        "\"%E2%82%AC\"|\u20AC",
        "a\"b|a\"b",
        "(no comment)|(no comment)"
      })
  void a_value_is_unquoted_and_then_decoded_once(String value, String text) {
    assertThat(HeaderValue.decode("ce-id", value)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%",
        "%4",
        "%4x",
        "%x4",
        "%%41",
        "%\uFF14\uFF11",
        "%C0%A0",
        "%E2%82",
        "%ED%A0%BD",
        "%FF",
        "caf\u00e9",
        "\"",
        "\"open",
        "\"a\"b",
        "\"a\\\"",
        "\"a\\"
      })
  void what_has_no_one_meaning_is_refused(String value) {
    assertThatThrownBy(() -> HeaderValue.decode("ce-id", value))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("ce-id: ");
  }

  @Test
  void every_character_comes_back() {
    String all =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(codePoint -> Character.getType(codePoint) != Character.SURROGATE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String encoded = URLEncoder.encode(all, StandardCharsets.UTF_8).replace("+", "%20");
    assertThat(HeaderValue.decode("ce-id", encoded).equals(all)).isTrue();
  }
}
