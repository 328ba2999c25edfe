package dev.oncue.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private static Fields parse(String json) {
    return Fields.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The fields of an object whose field {@code f} holds this JSON. */
  private static Fields f(String json) {
    return parse("{\"f\":" + json + "}");
  }

  private static void assertMalformed(Runnable reading, String start) {
    assertThatThrownBy(reading::run)
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(start);
  }

  @Nested
  class Body {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "null",
          "5",
          "\"text\"",
          "[]",
          "[{}]",
          "true",
          "nonsense",
          "{",
          "}",
          "{}}",
          "{} {}",
          "{} x",
          "{},",
          "{\"a\":1,}",
          "{a:1}",
          "{'a':1}",
          "{\"a\":1} // no",
          "/* no */ {}",
          "{\"a\":NaN}",
          "{\"a\":+1}",
          "{\"a\":01}",
          "{\"a\":.5}",
          "{\"a\":1.}",
          "{\"a\":\"\n\"}",
          "{\"a\":\"\\x\"}",
          "{\"a\":\"\\u12\"}",
          "{\"a\":\"\u0000\"}"
        })
    void that_is_not_one_json_object_is_refused(String body) {
      assertMalformed(() -> parse(body), "body: must be ");
    }

    @Test
    void that_is_absent_is_refused() {
      assertMalformed(() -> Fields.parse(null), "body: ");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"a\":1,\"a\":1}",
          "{\"a\":1,\"b\":2,\"\\u0061\":3}",
          "{\"o\":{\"a\":1,\"a\":2}}"
        })
    void that_has_a_key_twice_is_refused(String body) {
      assertMalformed(() -> parse(body), "body: ");
    }

    @Test
    void may_be_32_levels_deep_and_not_deeper() {
      assertThat(f("[".repeat(31) + "]".repeat(31)).has("f")).isTrue();
      assertMalformed(() -> f("[".repeat(32) + "]".repeat(32)), "body: ");
      assertMalformed(() -> parse("{\"a\":".repeat(16_000)), "body: ");
      assertMalformed(() -> parse("[".repeat(16_000)), "body: ");
    }

    @ParameterizedTest
    @CsvSource({
      "lone continuation byte, 80",
      "start without continuation, C3",
      "start before a letter, C341",
      "four bytes cut short, F09F94",
      "byte that is never used, FF",
      "byte order mark of UTF-16, FEFF",
      "Latin-1, E9E8"
    })
    void that_is_not_utf_8_is_refused(String kind, String hex) {
      byte[] head = "{\"f\":\"".getBytes(StandardCharsets.UTF_8);
      byte[] bad = HexFormat.of().parseHex(hex);
      byte[] body = new byte[head.length + bad.length + 2];
      System.arraycopy(head, 0, body, 0, head.length);
      System.arraycopy(bad, 0, body, head.length, bad.length);
      body[body.length - 2] = '"';
      body[body.length - 1] = '}';
      assertMalformed(() -> Fields.parse(body), "body: must be one JSON object in UTF-8");
    }

    @Test
    void may_begin_with_a_byte_order_mark() {
      assertThat(parse("\uFEFF{\"f\":\"a\"}").string("f")).isEqualTo("a");
    }

    @Test
    void that_is_refused_is_not_repeated_to_the_sender() {
      assertThatThrownBy(() -> parse("{\"a\": <script>"))
          .hasMessage("body: must be one JSON object in UTF-8: unreadable at line 1, column 7");
    }
  }

  @Property
  void a_body_of_any_bytes_is_refused_in_words_or_read(@ForAll("bodies") byte[] body) {
    Throwable refusal = catchThrowable(() -> Fields.parse(body));
    if (refusal != null) {
      assertThat(refusal).isInstanceOf(MalformedException.class);
    }
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    Arbitrary<Byte> signs =
        Arbitraries.of(
            (byte) '{',
            (byte) '}',
            (byte) '[',
            (byte) ']',
            (byte) '"',
            (byte) ':',
            (byte) ',',
            (byte) '1',
            (byte) 'e',
            (byte) '-',
            (byte) '\\',
            (byte) 0,
            (byte) 0xEF,
            (byte) 0xBB,
            (byte) 0xBF,
            (byte) 0xFE,
            (byte) 0xFF,
            (byte) 0xED);
    return Arbitraries.oneOf(signs, Arbitraries.bytes()).array(byte[].class).ofMaxSize(24);
  }

  @Test
  void a_refusal_has_no_stack_trace_to_pay_for() {
    assertThat(new MalformedException("f", "must be").getStackTrace()).isEmpty();
  }

  @Test
  void null_counts_as_absent() {
    assertThat(f("null").has("f")).isFalse();
    assertThat(f("false").has("f")).isTrue();
    assertThat(f("null").bool("f", true)).isTrue();
    assertThat(f("null").integer("f", 1, 2, 7)).isEqualTo(7);
    assertThat(f("null").optionalInstant("f")).isNull();
    assertThat(f("null").optionalDuration("f", Duration.ZERO, Duration.ZERO)).isNull();
    assertMalformed(() -> f("null").string("f"), "f: is missing");
    assertMalformed(() -> f("null").object("f"), "f: is missing");
    assertMalformed(() -> f("null").names("f", 1, 2), "f: is missing");
  }

  @Test
  void an_error_names_the_path_of_the_field() {
    Fields inner = f("{\"g\":[{\"h\":{\"i\":1}},5]}").object("f");
    assertMalformed(() -> inner.string("x"), "f.x: is missing");
    assertMalformed(() -> inner.objects("g", 1, 2), "f.g[1]: must be an object");
    Fields first = f("[{\"h\":{\"i\":1}}]").objects("f", 1, 1).get(0);
    assertMalformed(() -> first.object("h").string("i"), "f[0].h.i: must be a string");
    assertMalformed(() -> f("[\"ok\",\"\"]").names("f", 1, 2), "f[1]: must be 1-128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "true", "[]", "{}", "[\"a\"]", "1.5"})
  void nothing_but_a_string_is_a_string(String json) {
    assertMalformed(() -> f(json).string("f"), "f: must be a string");
    assertMalformed(() -> f(json).name("f"), "f: must be a string");
    assertMalformed(() -> f(json).text("f", 9), "f: must be a string");
    assertMalformed(() -> f(json).instant("f"), "f: must be a string");
    assertMalformed(
        () -> f(json).duration("f", Duration.ZERO, Duration.ZERO), "f: must be a string");
  }

  @Nested
  class Texts {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "a",
          "caf\u00E9",
          " a ",
          "\uD83D\uDD25",
          "\u05D0\u200F",
          "a\u00A0b",
          "<b>&amp;",
          "\\\\",
          "a\u2028b",
          "\\u00e9",
          "\\uD83D\\uDD25",
          "0"
        })
    void that_a_person_can_read_are_taken_as_they_are(String text) {
      assertThat(f('"' + text + '"').text("f", 9)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\\n",
          "a\\nb",
          "a\\tb",
          "a\\u0000b",
          "a\\u001b[31m",
          "\\u007fa",
          "a\\u0085b",
          "a\\u009fb"
        })
    void with_control_characters_are_refused(String text) {
      assertMalformed(() -> f('"' + text + '"').text("f", 20), "f: must ");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"\\uD83D", "\\uDD25", "a\\uD83Db", "\\uDD25\\uD83D", "\\uD83D\\uD83D\\uDD25"})
    void with_half_a_surrogate_pair_are_refused(String text) {
      assertMalformed(() -> f('"' + text + '"').text("f", 9), "f: must have no control characters");
    }

    @Test
    void with_half_a_surrogate_pair_in_bytes_are_refused() {
      byte[] body = "{\"f\":\"...\"}".getBytes(StandardCharsets.UTF_8);
      System.arraycopy(HexFormat.of().parseHex("EDA0BD"), 0, body, 6, 3);
      assertThatThrownBy(() -> Fields.parse(body).text("f", 9))
          .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\t", "\u2003", "\u3000"})
    void that_are_blank_are_refused(String text) {
      assertMalformed(() -> f('"' + text + '"').text("f", 9), "f: must be 1-9 characters");
    }

    @Test
    void are_measured_in_characters_not_in_halves_of_them() {
      assertThat(f('"' + "\uD83D\uDD25".repeat(9) + '"').text("f", 9)).hasSize(18);
      assertMalformed(() -> f('"' + "a".repeat(10) + '"').text("f", 9), "f: must be 1-9");
      assertMalformed(() -> f('"' + "\uD83D\uDD25".repeat(10) + '"').text("f", 9), "f: must be");
    }
  }

  @Nested
  class WholeNumbers {
    @ParameterizedTest
    @CsvSource({"1, 1", "32, 32", "17, 17"})
    void within_bounds_are_taken(String json, int value) {
      assertThat(f(json).integer("f", 1, 32)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "0",
          "33",
          "-1",
          "1.0",
          "1.5",
          "1e1",
          "\"1\"",
          "true",
          "[]",
          "{}",
          "2147483648",
          "-2147483649",
          "4294967297",
          "9223372036854775808",
          "1e999999999",
          "1e-999999999",
          "1000000000000000000000000000000000000000000000000000000000000000"
        })
    void of_another_kind_or_out_of_bounds_are_refused(String json) {
      assertMalformed(() -> f(json).integer("f", 1, 32), "f: must be a whole number from 1 to 32");
    }

    @Test
    void of_thousands_of_digits_are_refused_unread() {
      assertMalformed(() -> f("1".repeat(16_000)), "body: ");
      assertMalformed(() -> f("1e" + "9".repeat(16_000)), "body: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "\"true\"", "\"\"", "[]", "{}"})
  void nothing_but_true_and_false_is_a_boolean(String json) {
    assertMalformed(() -> f(json).bool("f", true), "f: must be true or false");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T20:00:00.000Z,            2026-11-21T20:00:00Z",
    "2026-11-21T20:00:00Z,                2026-11-21T20:00:00Z",
    "2026-11-21t20:00:00z,                2026-11-21T20:00:00Z",
    "2026-11-21T20:00:00.123999999Z,      2026-11-21T20:00:00.123Z",
    "2026-11-21T20:00:00.5+01:30,         2026-11-21T18:30:00.500Z",
    "2026-11-21T20:00:00-00:00,           2026-11-21T20:00:00Z",
    "2026-11-21T20:00:00.1234567890123Z,  2026-11-21T20:00:00.123Z",
    "2026-11-21T20:00:00.01Z,             2026-11-21T20:00:00.010Z",
    "2026-11-21T20:00:00+23:59,           2026-11-20T20:01:00Z",
    "2026-11-21T20:00:00-23:59,           2026-11-22T19:59:00Z",
    "9999-12-31T23:59:59+23:59,           9999-12-31T00:00:59Z",
    "2016-12-31T23:59:60Z,                2017-01-01T00:00:00Z",
    "2016-12-31t23:59:60.25z,             2017-01-01T00:00:00.250Z",
    "1990-12-31T15:59:60-08:00,           1991-01-01T00:00:00Z",
    "2015-07-01T08:59:60+09:00,           2015-07-01T00:00:00Z",
    "2028-02-29T23:59:60Z,                2028-03-01T00:00:00Z",
    "2028-02-29T00:00:00Z,                2028-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z,                0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z,            9999-12-31T23:59:59.999Z"
  })
  void an_instant_is_rfc_3339_cut_to_milliseconds(String text, String instant) {
    assertThat(f('"' + text + '"').instant("f")).isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-21",
        "2026-11-21T20:00Z",
        "2026-11-21T20:00:00",
        "2026-11-21 20:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T20:60:00Z",
        "2026-11-21T20:00:61Z",
        "2026-11-21T20:00:00.Z",
        "2026-11-21T20:00:00+25:00",
        "2026-11-21T20:00:00+24:00",
        "2026-11-21T20:00:00+01:60",
        "9999-12-31T23:59:60Z",
        "2026-11-21T20:60:60Z",
        "12026-11-21T20:00:00Z",
        "2026-11-21T20:00:00+0100",
        "+12026-11-21T20:00:00Z",
        "-2026-11-21T20:00:00Z",
        "1795291200000",
        " 2026-11-21T20:00:00Z",
        "2026-11-21T20:00:00[UTC]",
        "\u0662026-11-21T20:00:00Z",
        "0000-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00"
      })
  void anything_else_is_no_instant(String text) {
    assertMalformed(() -> f('"' + text + '"').instant("f"), "f: must be an RFC 3339 instant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T20:00:60Z",
        "2026-11-30T23:58:60Z",
        "2026-11-21T23:59:60Z",
        "2026-11-29T23:59:60Z",
        "2016-12-31T23:59:60+01:00",
        "2028-02-28T23:59:60Z"
      })
  void a_leap_second_where_there_is_none_is_told_as_such(String text) {
    assertMalformed(
        () -> f('"' + text + '"').instant("f"),
        "f: must be an RFC 3339 instant such as 2026-11-21T20:00:00.000Z; a leap second (:60)");
  }

  @Property
  void every_instant_that_is_read_can_be_written_and_read_again(@ForAll("instants") String text) {
    Function<String, Instant> read = written -> f('"' + written + '"').instant("f");
    Throwable refusal = catchThrowable(() -> read.apply(text));
    if (refusal == null) {
      assertThat(read.apply(Json.instant(read.apply(text)))).isEqualTo(read.apply(text));
    } else {
      assertThat(refusal).isInstanceOf(MalformedException.class);
    }
  }

  @Provide
  Arbitrary<String> instants() {
    return net.jqwik.api.Combinators.combine(
            Arbitraries.of("0000", "0001", "2026", "9999"),
            Arbitraries.of("01-01", "12-31"),
            Arbitraries.of("00:00:00", "23:59:59.999999999", "23:59:60.999"),
            Arbitraries.of("Z", "+18:00", "-18:00", "+00:01", "-00:01"))
        .as((year, day, time, offset) -> year + '-' + day + 'T' + time + offset);
  }

  @ParameterizedTest
  @CsvSource({
    "PT1S, 1000",
    "PT0.0015S, 1",
    "PT1M, 60000",
    "P1D, 86400000",
    "pt20s, 20000",
    "PT0.001S, 1",
    "PT24H, 86400000",
    "PT2M-60S, 60000"
  })
  void a_duration_is_iso_8601_cut_to_milliseconds(String text, long millis) {
    assertThat(duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20",
        "20s",
        "PT",
        "P",
        "P1M",
        "P1Y",
        "PT1",
        "PT1S ",
        "PT1,5,5S",
        "PT1e3S",
        "PT99999999999999999999S",
        "P9223372036854775807D"
      })
  void anything_else_is_no_duration(String text) {
    assertMalformed(() -> duration(text), "f: must be an ISO 8601 duration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT1S", "PT0.0009S", "P1DT0.001S", "PT9223372036854775807S"})
  void a_duration_out_of_bounds_is_refused(String text) {
    assertMalformed(() -> duration(text), "f: must be from PT0.001S to PT24H");
  }

  private static Duration duration(String text) {
    return f('"' + text + '"').duration("f", Duration.ofMillis(1), Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[\"a\",\"b\",\"c\"]", "{}", "\"a\"", "5"})
  void an_array_has_the_right_number_of_elements(String json) {
    assertMalformed(() -> f(json).names("f", 1, 2), "f: must be an array of 1 to 2 elements");
    assertMalformed(() -> f(json).objects("f", 1, 2), "f: must be an array of 1 to 2 elements");
  }

  @Test
  void names_in_an_array_are_different_from_each_other() {
    assertThat(f("[\"b\",\"a\"]").names("f", 1, 2)).isEqualTo(List.of("b", "a"));
    assertMalformed(() -> f("[\"a\",\"a\"]").names("f", 1, 2), "f: names a twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[null]", "[5]", "[[\"a\"]]", "[\"a b\"]", "[{}]"})
  void nothing_but_a_name_is_a_name_in_an_array(String json) {
    assertMalformed(() -> f(json).names("f", 1, 2), "f[0]: must be 1-128");
  }
}
