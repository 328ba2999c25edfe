package dev.oncue.window;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import dev.oncue.stream.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowDraftTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String GOOD =
      """
      { "stream": "show-42", "window": "act-1", "opensAt": "2026-11-21T12:00:00Z",
        "closesAt": "2026-11-21T13:00:00Z", "expectedViewers": 1000 }
      """;

  private static WindowDraft read(String json) {
    return WindowDraft.read(Fields.parse(json.getBytes(StandardCharsets.UTF_8)), "acme");
  }

  /** The good announcement with one field set to this JSON; empty: without it. */
  private static String with(String field, String json) {
    try {
      ObjectNode object = (ObjectNode) MAPPER.readTree(GOOD);
      if (json.isEmpty()) {
        object.remove(field);
      } else {
        object.set(field, MAPPER.readTree(json));
      }
      return object.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void an_announcement_is_read_as_it_stands() {
    assertThat(read(GOOD))
        .isEqualTo(
            new WindowDraft(
                new WindowId(new StreamId("acme", "show-42"), Origin.ANNOUNCED, "act-1"),
                NOON,
                NOON.plusSeconds(3_600),
                1_000,
                null));
    assertThat(read(with("lead", "\"PT5M\"")).lead()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void a_duration_says_the_end_as_well() {
    String withoutEnd = with("closesAt", "");
    String more = withoutEnd.substring(0, withoutEnd.length() - 1) + ",\"duration\":\"PT1H\"}";
    assertThat(read(more)).isEqualTo(read(GOOD));
    assertThat(read(with("duration", "\"PT1H\""))).isEqualTo(read(GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stream | ''",
        "stream | 7",
        "stream | \"a b\"",
        "window | \"\"",
        "window | 7",
        "opensAt | ''",
        "opensAt | null",
        "opensAt | \"tomorrow\"",
        "opensAt | 7",
        "closesAt | ''",
        "closesAt | \"never\"",
        "closesAt | 7",
        "closesAt | \"2026-11-21T12:00:00Z\"",
        "closesAt | \"2026-11-21T11:59:59Z\"",
        "closesAt | \"2026-11-22T12:00:00.001Z\"",
        "duration | \"PT2H\"",
        "duration | \"PT0S\"",
        "duration | \"PT24H0.001S\"",
        "duration | 60",
        "expectedViewers | ''",
        "expectedViewers | null",
        "expectedViewers | 0",
        "expectedViewers | -1",
        "expectedViewers | 1000000001",
        "expectedViewers | 2147483648",
        "expectedViewers | 1.5",
        "expectedViewers | \"many\"",
        "lead | \"-PT1S\"",
        "lead | \"PT1H0.001S\"",
        "lead | 60",
        "lead | \"soon\""
      })
  void a_value_out_of_its_limits_is_refused_by_name(String field, String json) {
    String named = field.equals("duration") && json.contains("PT2H") ? "closesAt" : field;
    assertThatThrownBy(() -> read(with(field, json)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(named + ":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "closesAt | \"2026-11-22T12:00:00Z\"",
        "closesAt | \"2026-11-21T12:00:00.001Z\"",
        "expectedViewers | 1",
        "expectedViewers | 1000000000",
        "lead | \"PT0S\"",
        "lead | \"PT1H\"",
        "window | \"AZaz09._:@-\""
      })
  void a_value_within_its_limits_is_taken(String field, String json) {
    assertThat(read(with(field, json)).at(NOON)).isNotNull();
  }

  @Test
  void a_name_is_made_of_what_is_announced() {
    String first = read(with("window", "")).id().name();
    assertThat(read(with("window", "null")).id().name()).isEqualTo(first);
    String other = with("window", "").replace("1000", "1001");
    assertThat(read(other).id().name()).isNotEqualTo(first);
  }

  @Test
  void a_window_must_end_in_the_future_and_may_have_begun() {
    WindowDraft draft = read(GOOD);
    assertThat(draft.at(NOON.plusSeconds(3_599)).status())
        .isEqualTo(WindowStatus.planned(NOON.plusSeconds(3_599)));
    assertThatThrownBy(() -> draft.at(NOON.plusSeconds(3_600)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("closesAt: must be in the future");
  }

  @Test
  void a_window_must_not_lie_too_far_ahead() {
    WindowDraft draft = read(GOOD);
    assertThat(draft.at(NOON.minus(Window.MAX_AHEAD))).isNotNull();
    assertThatThrownBy(() -> draft.at(NOON.minus(Window.MAX_AHEAD).minusMillis(1)))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("opensAt: must be at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stream=\"other\"",
        "window=\"act-2\"",
        "opensAt=\"2026-11-21T12:00:01Z\"",
        "closesAt=\"2026-11-21T13:00:01Z\"",
        "expectedViewers=1001",
        "lead=\"PT5M\""
      })
  void it_asks_for_the_very_window_only_when_all_agrees(String change) {
    Window window = read(GOOD).at(NOON).with(WindowStatus.planned(NOON.plusSeconds(9)));
    assertThat(read(GOOD).asksFor(window)).isTrue();
    String[] difference = change.split("=");
    assertThat(read(with(difference[0], difference[1])).asksFor(window)).isFalse();
  }
}
