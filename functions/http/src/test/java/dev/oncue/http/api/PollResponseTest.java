package dev.oncue.http.api;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.ballot.Tally;
import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.Result;
import dev.oncue.poll.VotingWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollResponseTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant LATER = NOON.plusSeconds(7);
  private static final Poll CLOSED =
      PollFixtures.poll()
          .openFor(Duration.ofSeconds(20))
          .expectedViewers(100_000)
          .closedAt(NOON.plusSeconds(20))
          .result(Result.closed(Tally.of(4, 3, 1), true, NOON.plusSeconds(21)))
          .build();

  @Test
  void clients_see_the_request_and_the_status_and_never_the_key() throws IOException {
    Poll open =
        PollFixtures.poll()
            .window(new VotingWindow(NOON, NOON.plusSeconds(20), Duration.ofMillis(500)))
            .expectedViewers(100_000)
            .build();
    assertThat(seen(open, NOON, null))
        .isEqualTo(
            MAPPER.readTree(
                """
                { "stream": "show-42", "poll": "q1", "question": "Which colour?",
                  "options": [ { "id": "red", "text": "Red" }, { "id": "blue", "text": "Blue" } ],
                  "opensAt": "2026-11-21T12:00:00.000Z", "duration": "PT20S",
                  "closesAt": "2026-11-21T12:00:20.000Z", "grace": "PT0.5S", "maxOptions": 1,
                  "revote": false, "results": "live", "expectedViewers": 100000,
                  "status": "open" }
                """));
  }

  @Test
  void a_poll_whose_viewers_are_late_is_shown_with_the_end_that_they_see() throws IOException {
    Latency latency = new Latency(Duration.ofSeconds(2), Duration.ofMillis(8_500));
    Poll closing =
        PollFixtures.poll()
            .window(new VotingWindow(NOON, NOON.plusSeconds(60), Duration.ZERO, latency))
            .build()
            .closedByHand(NOON.plusSeconds(20));
    JsonNode seen = seen(closing, NOON.plusSeconds(21), null);
    assertThat(seen.get("latency"))
        .isEqualTo(MAPPER.readTree("{\"min\":\"PT2S\",\"max\":\"PT8.5S\"}"));
    assertThat(seen.get("status").asText()).isEqualTo("open");
    assertThat(seen.get("closesAt").asText()).isEqualTo("2026-11-21T12:00:20.000Z");
    assertThat(seen.get("duration").asText()).isEqualTo("PT20S");
    assertThat(seen.has("closedAt")).isFalse();
  }

  @Test
  void clients_see_counts_by_option_with_zeros_once_they_are_shown() throws IOException {
    Poll closed = CLOSED.settled(Result.closed(Tally.of(3, 3), true, NOON));
    JsonNode seen = seen(closed, NOON.plusSeconds(30), closed.result());
    assertThat(seen.get("status").asText()).isEqualTo("closed");
    assertThat(seen.get("closedAt").asText()).isEqualTo("2026-11-21T12:00:20.000Z");
    assertThat(seen.get("result"))
        .isEqualTo(
            MAPPER.readTree(
                """
                { "counts": { "red": 3, "blue": 0 }, "ballots": 3, "final": true,
                  "certified": true, "asOf": "2026-11-21T12:00:00.000Z" }
                """));
  }

  @Test
  void counts_that_are_hidden_are_absent() throws IOException {
    assertThat(seen(CLOSED, NOON, null).has("result")).isFalse();
  }

  @Test
  void counts_stand_in_the_order_of_the_poll() {
    Result result = Result.live(Tally.of(1, 0, 1), NOON);
    byte[] json = Json.bytes(ResultResponse.of(CLOSED, result));
    assertThat(new String(json, StandardCharsets.UTF_8))
        .startsWith("{\"counts\":{\"red\":0,\"blue\":1},\"ballots\":1,\"final\":false");
  }

  private static JsonNode seen(Poll poll, Instant now, Result shown) throws IOException {
    return MAPPER.readTree(Json.bytes(PollResponse.of(poll, now, shown)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"revote\":false",
        "\"duration\":\"PT20S\"",
        "\"closesAt\":\"2026-11-21T12:00:20Z\"",
        "\"opensAt\":\"2026-11-21T11:59:00Z\"",
        "\"opensAt\":\"2026-11-21T13:00:00Z\",\"duration\":\"PT20S\"",
        "\"opensAt\":\"2026-11-21T13:00:00Z\",\"closesAt\":\"2026-11-21T13:00:20Z\"",
        "\"opensAt\":\"2026-11-21T13:00:00Z\",\"closesAt\":\"2026-11-21T13:00:20Z\",\"duration\":\"PT20S\"",
        "\"grace\":\"PT1S\",\"maxOptions\":2,\"revote\":true,\"results\":\"closed\",\"expectedViewers\":5"
      })
  void the_echo_of_an_answer_asks_for_the_same_poll(String more) {
    Poll fixture = PollFixtures.poll().build();
    Poll poll = PollFixtures.draft(fixture.id(), more).at(NOON, 2, fixture.receipts());
    Poll settled =
        poll.closedAt(LATER).settled(Result.closed(Tally.of(1, 1), true, LATER.plusSeconds(1)));

    assertThat(echo(poll).asksFor(poll)).isTrue();
    assertThat(echo(settled).asksFor(settled)).isTrue();
    assertThat(echo(settled).asksFor(poll)).isTrue();
  }

  private static PollDraft echo(Poll poll) {
    byte[] json = Json.bytes(PollResponse.of(poll, LATER, poll.result()));
    return PollDraft.read(Fields.parse(json), poll.id().stream().tenant(), null);
  }
}
