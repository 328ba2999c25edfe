package dev.oncue.poll;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import dev.oncue.stream.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollDraftTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String LEAST =
      """
      { "stream": "show-42", "question": "Which colour?",
        "options": [ { "id": "red", "text": "Red" }, { "id": "blue", "text": "Blue" } ] }
      """;

  private static PollDraft read(String json) {
    return PollDraft.read(Fields.parse(json.getBytes(StandardCharsets.UTF_8)), "tenant", "made-up");
  }

  /** The least request with one field set to this JSON. */
  private static String with(String field, String json) {
    return with(LEAST, field, json);
  }

  private static String with(String request, String field, String json) {
    try {
      ObjectNode object = (ObjectNode) MAPPER.readTree(request);
      object.set(field, MAPPER.readTree(json));
      return object.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String options(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\":\"o%d\",\"text\":\"No. %d\"}".formatted(i, i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Poll at(PollDraft draft, Instant now) {
    return draft.at(now, 2, new Receipts(PollFixtures.KEY));
  }

  @Nested
  class Reading {
    @Test
    void what_is_left_out_takes_its_default() {
      assertThat(read(LEAST))
          .isEqualTo(
              new PollDraft(
                  new PollId(new StreamId("tenant", "show-42"), "made-up"),
                  "Which colour?",
                  PollFixtures.poll().build().options(),
                  null,
                  null,
                  null,
                  Duration.ZERO,
                  Latency.NONE,
                  true,
                  1,
                  false,
                  ResultVisibility.LIVE,
                  null));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "poll",
          "opensAt",
          "duration",
          "closesAt",
          "grace",
          "latency",
          "maxOptions",
          "revote",
          "results",
          "expectedViewers",
          "somethingNew"
        })
    void null_is_the_same_as_left_out(String field) {
      assertThat(read(with(field, "null"))).isEqualTo(read(LEAST));
    }

    @Test
    void every_field_is_read() {
      String all =
          """
          { "stream": "s", "poll": "q1", "question": "Q?",
            "options": [ { "id": "a", "text": "A" }, { "id": "b", "text": "B" } ],
            "opensAt": "2026-11-21T20:00:00.000Z", "duration": "PT20S",
            "closesAt": "2026-11-21T20:00:20.000Z", "grace": "PT0.5S", "maxOptions": 2,
            "revote": true, "results": "closed", "expectedViewers": 100000 }
          """;
      PollDraft draft = read(all);
      assertThat(draft.id()).isEqualTo(new PollId(new StreamId("tenant", "s"), "q1"));
      assertThat(draft.question()).isEqualTo("Q?");
      assertThat(draft.options()).containsExactly(new Option("a", "A"), new Option("b", "B"));
      assertThat(draft.opensAt()).isEqualTo(Instant.parse("2026-11-21T20:00:00Z"));
      assertThat(draft.duration()).isEqualTo(Duration.ofSeconds(20));
      assertThat(draft.closesAt()).isEqualTo(Instant.parse("2026-11-21T20:00:20Z"));
      assertThat(draft.grace()).isEqualTo(Duration.ofMillis(500));
      assertThat(draft.maxOptions()).isEqualTo(2);
      assertThat(draft.revote()).isTrue();
      assertThat(draft.visibility()).isEqualTo(ResultVisibility.CLOSED);
      assertThat(draft.expectedViewers()).isEqualTo(100_000);
    }

    @Test
    void unknown_fields_are_passed_over_wherever_they_stand() {
      String more = with("options", options(2).replace("\"id\"", "\"colour\":{},\"id\""));
      assertThat(read(with(more, "somethingNew", "[1,{\"a\":null}]")))
          .isEqualTo(read(with("options", options(2))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "question", "options"})
    void what_must_be_there_is_named_when_it_is_not(String field) throws IOException {
      ObjectNode without = (ObjectNode) MAPPER.readTree(LEAST);
      without.remove(field);
      assertRefused(without.toString(), field + ": is missing");
      assertRefused(with(field, "null"), field + ": is missing");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            stream          | 5                              | must be a string
            stream          | ""                             | must be 1-128 characters of
            stream          | "a b"                          | must be 1-128 characters of
            stream          | "a/b"                          | must be 1-128 characters of
            poll            | 5                              | must be a string
            poll            | ""                             | must be 1-128 characters of
            poll            | "q?"                           | must be 1-128 characters of
            question        | 5                              | must be a string
            question        | ""                             | must be 1-300 characters
            question        | "  "                           | must be 1-300 characters
            question        | "a\\u0000b"                    | must have no control characters
            options         | {}                             | must be an array of 2 to 32
            options         | []                             | must be an array of 2 to 32
            options         | "red"                          | must be an array of 2 to 32
            opensAt         | 5                              | must be a string
            opensAt         | "tomorrow"                     | must be an RFC 3339 instant
            closesAt        | true                           | must be a string
            closesAt        | "2026-11-21"                   | must be an RFC 3339 instant
            duration        | 20                             | must be a string
            duration        | "20s"                          | must be an ISO 8601 duration
            duration        | "PT0S"                         | must be from PT0.001S to PT744H
            duration        | "-PT1S"                        | must be from PT0.001S to PT744H
            duration        | "P31DT0.001S"                  | must be from PT0.001S to PT744H
            grace           | 0                              | must be a string
            grace           | "-PT0.001S"                    | must be from PT0S to PT1M
            grace           | "PT1M0.001S"                   | must be from PT0S to PT1M
            maxOptions      | 0                              | must be a whole number from 1 to 2
            maxOptions      | 3                              | must be a whole number from 1 to 2
            maxOptions      | "1"                            | must be a whole number from 1 to 2
            maxOptions      | 1.5                            | must be a whole number from 1 to 2
            revote          | "true"                         | must be true or false
            revote          | 1                              | must be true or false
            results         | "LIVE"                         | must be live or closed
            results         | "hidden"                       | must be live or closed
            results         | true                           | must be a string
            expectedViewers | -1                             | must be a whole number from 0 to
            expectedViewers | 1000000001                     | must be a whole number from 0 to
            expectedViewers | "many"                         | must be a whole number from 0 to
            """)
    void a_field_that_breaks_its_rule_is_named_with_the_rule(
        String field, String json, String rule) {
      assertRefused(with(field, json), field + ": " + rule);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            [{"id":"a","text":"A"}]                                      | options: must be an array
            [{"id":"a","text":"A"},{"id":"a","text":"B"}]                | options: ids must be unique
            [{"id":"a","text":"A"},5]                                    | options[1]: must be an object
            [{"id":"a","text":"A"},null]                                 | options[1]: must be an object
            [{"id":"a","text":"A"},{"text":"B"}]                         | options[1].id: is missing
            [{"id":"a","text":"A"},{"id":"b"}]                           | options[1].text: is missing
            [{"id":"a","text":"A"},{"id":"b","text":null}]               | options[1].text: is missing
            [{"id":"a","text":"A"},{"id":"b c","text":"B"}]              | options[1].id: must be 1-128
            [{"id":"a","text":"A"},{"id":1,"text":"B"}]                  | options[1].id: must be a string
            [{"id":"a","text":""},{"id":"b","text":"B"}]                 | options[0].text: must be 1-300
            """)
    void an_option_that_breaks_a_rule_is_named_by_its_place(String options, String message) {
      assertRefused(with("options", options), message);
    }

    @Test
    void bounds_are_inside() {
      assertThat(read(with("options", options(2))).options()).hasSize(2);
      assertThat(read(with("options", options(32))).options()).hasSize(32);
      assertRefused(with("options", options(33)), "options: ");
      assertThat(read(with("question", '"' + "?".repeat(300) + '"')).question()).hasSize(300);
      assertRefused(with("question", '"' + "?".repeat(301) + '"'), "question: ");
      assertThat(read(with("stream", '"' + "s".repeat(128) + '"')).id().stream().name())
          .hasSize(128);
      assertRefused(with("stream", '"' + "s".repeat(129) + '"'), "stream: ");
      assertThat(read(with("duration", "\"PT0.001S\"")).duration()).isEqualTo(Duration.ofMillis(1));
      assertThat(read(with("duration", "\"P31D\"")).duration()).isEqualTo(Duration.ofDays(31));
      assertThat(read(with("grace", "\"PT0S\"")).grace()).isZero();
      assertThat(read(with("grace", "\"PT1M\"")).grace()).isEqualTo(Duration.ofMinutes(1));
      assertThat(read(with("maxOptions", "1")).maxOptions()).isEqualTo(1);
      assertThat(read(with("maxOptions", "2")).maxOptions()).isEqualTo(2);
      assertThat(read(with("expectedViewers", "0")).expectedViewers()).isZero();
      assertThat(read(with("expectedViewers", "1000000000")).expectedViewers())
          .isEqualTo(1_000_000_000);
    }

    private void assertRefused(String json, String start) {
      assertThatThrownBy(() -> read(json))
          .isInstanceOf(MalformedException.class)
          .hasMessageStartingWith(start);
    }
  }

  @Nested
  class Arriving {
    @Test
    void a_poll_opens_on_arrival_to_the_millisecond() {
      Poll poll = at(read(LEAST), NOON.plusNanos(1_999_999));
      assertThat(poll.window())
          .isEqualTo(new VotingWindow(NOON.plusMillis(1), null, Duration.ZERO));
      assertThat(poll.opensOnArrival()).isTrue();
      assertThat(poll.status(NOON.plusNanos(1_999_999))).isEqualTo(PollStatus.OPEN);
      assertThat(poll.closedAt()).isNull();
      assertThat(poll.result()).isNull();
      assertThat(poll.shards()).isEqualTo(2);
    }

    @Test
    void a_poll_whose_start_lies_ahead_is_scheduled() {
      Poll poll = at(read(with("opensAt", "\"2026-11-21T12:00:00.001Z\"")), NOON);
      assertThat(poll.status(NOON)).isEqualTo(PollStatus.SCHEDULED);
      assertThat(poll.opensOnArrival()).isFalse();
    }

    @Test
    void its_duration_counts_from_its_start() {
      String scheduled = with("opensAt", "\"2026-11-21T13:00:00Z\"");
      assertThat(at(read(with(scheduled, "duration", "\"PT20S\"")), NOON).window().closesAt())
          .isEqualTo(Instant.parse("2026-11-21T13:00:20Z"));
      assertThat(at(read(with("duration", "\"PT20S\"")), NOON).window().closesAt())
          .isEqualTo(NOON.plusSeconds(20));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        textBlock =
            """
            a window that was over yesterday   | -                        | -      | 2026-11-20T12:00:00Z     | closesAt: must be after opensAt
            an end at this very moment         | -                        | -      | 2026-11-21T12:00:00Z     | closesAt: must be after opensAt
            an end before the start            | 2026-11-21T14:00:00Z     | -      | 2026-11-21T13:00:00Z     | closesAt: must be after opensAt
            no time between start and end      | 2026-11-21T14:00:00Z     | -      | 2026-11-21T14:00:00Z     | closesAt: must be after opensAt
            a past window                      | 2026-11-21T10:00:00Z     | -      | 2026-11-21T11:00:00Z     | closesAt: must end the window in the future
            a past window by duration          | 2026-11-21T10:00:00Z     | PT1H   | -                        | duration: must end the window in the future
            a window over at this very moment  | 2026-11-21T11:00:00Z     | PT1H   | -                        | duration: must end the window in the future
            an end that is not the duration's  | 2026-11-21T12:00:00Z     | PT20S  | 2026-11-21T12:00:21Z     | closesAt: must be opensAt plus duration
            a duration and an end on arrival   | -                        | PT20S  | 2026-11-21T12:00:21Z     | closesAt: must be opensAt plus duration
            a start too far ahead              | 2027-11-22T12:00:00.001Z | -      | -                        | opensAt: must be at most
            a start at the end of time         | 9999-12-31T23:59:59Z     | P31D   | -                        | opensAt: must be at most
            an end too far ahead               | -                        | -      | 2026-12-22T12:00:00.001Z | closesAt: must be at most
            an end at the end of time          | -                        | -      | 9999-12-31T23:59:59Z     | closesAt: must be at most
            """)
    void a_window_that_cannot_be_is_refused(
        String kind, String opensAt, String duration, String closesAt, String message) {
      PollDraft draft = draft(opensAt, duration, closesAt);
      assertThatThrownBy(() -> at(draft, NOON))
          .as(kind)
          .isInstanceOf(MalformedException.class)
          .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        textBlock =
            """
            an end one millisecond ahead       | -                        | -        | 2026-11-21T12:00:00.001Z | OPEN
            a start in the past without end    | 0000-01-01T00:00:00Z     | -        | -                        | OPEN
            a past start with an end to come   | 2026-11-21T11:00:00Z     | PT1H0.001S | -                      | OPEN
            duration and end that agree        | 2026-11-21T13:00:00Z     | PT20S    | 2026-11-21T13:00:20Z     | SCHEDULED
            the farthest start                 | 2027-11-22T12:00:00Z     | P31D     | -                        | SCHEDULED
            the farthest end                   | -                        | -        | 2026-12-22T12:00:00Z     | OPEN
            """)
    void a_window_just_inside_its_bounds_is_taken(
        String kind, String opensAt, String duration, String closesAt, PollStatus status) {
      assertThat(at(draft(opensAt, duration, closesAt), NOON).status(NOON))
          .as(kind)
          .isEqualTo(status);
    }

    @Test
    void a_window_that_is_over_but_for_its_grace_is_still_open() {
      String past = with(with("opensAt", "\"2026-11-21T11:00:00Z\""), "duration", "\"PT1H\"");
      Poll poll = at(read(with(past, "grace", "\"PT1S\"")), NOON);
      assertThat(poll.status(NOON)).isEqualTo(PollStatus.OPEN);
    }

    private PollDraft draft(String opensAt, String duration, String closesAt) {
      String request = with("opensAt", quoted(opensAt));
      return read(with(with(request, "duration", quoted(duration)), "closesAt", quoted(closesAt)));
    }

    private String quoted(String text) {
      return text == null ? "null" : '"' + text + '"';
    }
  }

  @Nested
  class AskingAgain {
    private static final Instant LATER = NOON.plusSeconds(7);

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"duration\":\"PT20S\"}",
          "{\"closesAt\":\"2026-11-21T12:00:20Z\"}",
          "{\"opensAt\":\"2026-11-21T11:59:00Z\"}",
          "{\"opensAt\":\"2026-11-21T13:00:00Z\",\"duration\":\"PT20S\"}",
          "{\"opensAt\":\"2026-11-21T13:00:00Z\",\"closesAt\":\"2026-11-21T13:00:20Z\"}",
          "{\"opensAt\":\"2026-11-21T13:00:00Z\",\"closesAt\":\"2026-11-21T13:00:20Z\",\"duration\":\"PT20S\"}",
          "{\"grace\":\"PT1S\",\"maxOptions\":2,\"revote\":true,\"results\":\"closed\",\"expectedViewers\":5}"
        })
    void a_retry_asks_for_the_same_poll(String more) throws IOException {
      ObjectNode request = (ObjectNode) MAPPER.readTree(with("poll", "\"q1\""));
      request.setAll((ObjectNode) MAPPER.readTree(more));
      Poll poll = at(read(request.toString()), NOON);
      Poll settled =
          poll.closedAt(LATER).settled(Result.closed(Tally.of(1, 1), true, LATER.plusSeconds(1)));

      assertThat(read(request.toString()).asksFor(poll)).isTrue();
      assertThat(read(request.toString()).asksFor(settled)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            stream          | "show-43"
            poll            | "q2"
            question        | "Which color?"
            options         | [{"id":"blue","text":"Blue"},{"id":"red","text":"Red"}]
            options         | [{"id":"red","text":"Red"},{"id":"blue","text":"Navy"}]
            opensAt         | "2026-11-21T12:00:00.001Z"
            duration        | "PT21S"
            duration        | null
            closesAt        | "2026-11-21T12:00:21Z"
            grace           | "PT1S"
            maxOptions      | 2
            revote          | true
            results         | "closed"
            expectedViewers | 5
            """)
    void any_other_field_makes_another_poll(String field, String json) {
      String request = with(with("poll", "\"q1\""), "duration", "\"PT20S\"");
      Poll poll = at(read(request), NOON);
      assertThat(read(with(request, field, json)).asksFor(poll)).isFalse();
    }

    @Test
    void a_poll_that_was_scheduled_is_not_one_that_opens_on_arrival() {
      Poll scheduled = at(read(with("opensAt", "\"2026-11-21T12:00:00Z\"")), NOON);
      assertThat(read(LEAST).asksFor(scheduled)).isFalse();
    }
  }
}
