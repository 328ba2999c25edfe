package dev.oncue.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.http.api.WindowResponse;
import dev.oncue.json.Json;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Result;
import dev.oncue.testbed.Prepared;
import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Tally TALLY = Tally.of(3, 2, 1);
  private static final Poll SHOWN = poll("\"results\":\"live\"");
  private static final Poll HIDDEN = poll("\"results\":\"closed\"");

  private static final Window WINDOW =
      new Window(
          new WindowId(SHOWN.id().stream(), Origin.ANNOUNCED, "act-1"),
          NOON,
          NOON.plusSeconds(60),
          1_000,
          null,
          false,
          WindowStatus.planned(NOON));

  private static Poll poll(String more) {
    return Prepared.draft("default", "show-42", more).at(NOON, 2, Receipts.withNewKey());
  }

  private static JsonNode document(
      Poll poll, Result result, boolean host, Map<PollId, Ballot> ballots) throws IOException {
    Snapshot snapshot =
        new Snapshot(
            poll.id().stream(),
            new EventId(7, 2),
            "abc-7.2",
            "abc-7",
            NOON,
            1234,
            List.of(new Snapshot.Entry(poll, result)),
            Snapshot.reactions(Map.of("🔥", 120L)),
            new Latency(Duration.ofSeconds(2), Duration.ofSeconds(8)),
            List.of(WINDOW));
    Parts parts = new Parts(StateDocument.of(snapshot, host).parts("v1", ballots));
    return new ObjectMapper().readTree(parts.take(Integer.MAX_VALUE).getBytes());
  }

  @Test
  void itHasWhatTheContractSays() throws IOException {
    JsonNode state = document(SHOWN, Result.live(TALLY, NOON), false, Map.of());
    assertThat(state.get("now").asText()).isEqualTo("2026-11-21T12:00:00.000Z");
    assertThat(state.get("stream").asText()).isEqualTo("show-42");
    assertThat(state.get("cursor").asText()).isEqualTo("abc-7");
    assertThat(state.get("viewers").asInt()).isEqualTo(1234);
    assertThat(state.at("/latency/min").asText()).isEqualTo("PT2S");
    assertThat(state.at("/latency/max").asText()).isEqualTo("PT8S");
    assertThat(state.at("/reactions/🔥").asInt()).isEqualTo(120);
    assertThat(state.at("/polls/0/result/counts/red").asInt()).isEqualTo(2);
    assertThat(state.at("/polls/0").has("ballot")).isFalse();
  }

  @Test
  void hiddenCountsAreForHostsAlone() throws IOException {
    Result live = Result.live(TALLY, NOON);
    assertThat(document(HIDDEN, live, false, Map.of()).at("/polls/0").has("result")).isFalse();
    assertThat(document(HIDDEN, live, true, Map.of()).at("/polls/0/result/ballots").asInt())
        .isEqualTo(3);
  }

  @Test
  void eachGoesOnFromWhereItsOwnFeedIs() throws IOException {
    Result live = Result.live(TALLY, NOON);
    assertThat(document(SHOWN, live, false, Map.of()).get("cursor").asText()).isEqualTo("abc-7");
    assertThat(document(SHOWN, live, true, Map.of()).get("cursor").asText()).isEqualTo("abc-7.2");
  }

  @Test
  void windowsAreForHostsAlone() throws IOException {
    Result live = Result.live(TALLY, NOON);
    assertThat(document(SHOWN, live, false, Map.of()).has("windows")).isFalse();
    assertThat(document(SHOWN, live, true, Map.of()).get("windows"))
        .isEqualTo(
            new ObjectMapper()
                .readTree("[" + new String(Json.bytes(WindowResponse.of(WINDOW)), UTF_8) + "]"));
  }

  @Test
  void theFinalResultIsForAll() throws IOException {
    Result result = Result.closed(TALLY, true, NOON);
    Poll settled = HIDDEN.closedAt(NOON.plusSeconds(5)).settled(result);
    JsonNode shown = document(settled, result, false, Map.of()).at("/polls/0/result");
    assertThat(shown.get("ballots").asInt()).isEqualTo(3);
    assertThat(shown.get("certified").asBoolean()).isTrue();
  }

  @Test
  void aViewersOwnBallotIsPartOfIt() throws IOException {
    Ballot ballot = Ballot.at(NOON, 0b10);
    JsonNode own =
        document(HIDDEN, Result.live(TALLY, NOON), false, Map.of(HIDDEN.id(), ballot))
            .at("/polls/0/ballot");
    assertThat(own.get("options").get(0).asText()).isEqualTo("blue");
    assertThat(own.get("receipt").asText()).isEqualTo(HIDDEN.receipts().sign("v1", ballot));
    assertThat(own.get("castAt").asText()).isEqualTo("2026-11-21T12:00:00.000Z");
  }
}
