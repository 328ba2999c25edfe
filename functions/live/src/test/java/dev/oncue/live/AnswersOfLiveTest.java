package dev.oncue.live;

import static dev.oncue.AnswerFixtures.LATENCY;
import static dev.oncue.AnswerFixtures.OPEN;
import static dev.oncue.AnswerFixtures.REVEALED;
import static dev.oncue.AnswerFixtures.SHORT;
import static dev.oncue.poll.PollFixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Tally;
import dev.oncue.http.api.LatencyRange;
import dev.oncue.http.api.ResultResponse;
import dev.oncue.json.Json;
import dev.oncue.poll.Result;
import dev.oncue.testbed.Recorded;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Answers stay as they are, byte for byte: the order of their fields, what is left out, numbers.
 */
class AnswersOfLiveTest {

  private static Snapshot snapshot() {
    return new Snapshot(
        OPEN.id().stream(),
        new EventId(7, 2),
        "abc-7.2",
        "abc-7",
        NOON,
        1234,
        List.of(
            new Snapshot.Entry(OPEN, Result.live(Tally.of(3, 2, 1), NOON)),
            new Snapshot.Entry(REVEALED, REVEALED.result())),
        Snapshot.reactions(new TreeMap<>(Map.of("🔥", 120L, "❤️", 5_000_000_000L))),
        LATENCY,
        List.of(SHORT));
  }

  private static byte[] bytes(List<ByteBuffer> parts) {
    return new Parts(parts).take(Integer.MAX_VALUE).getBytes();
  }

  @Test
  void theStateOfAViewer() {
    Ballot ballot = Ballot.at(NOON.plusMillis(1234), 0b11);
    StateDocument state = StateDocument.of(snapshot(), false);
    Recorded.assertSame("state-of-viewer", bytes(state.parts("v1", Map.of(REVEALED.id(), ballot))));
  }

  @Test
  void theStateOfAHost() {
    Recorded.assertSame("state-of-host", bytes(StateDocument.of(snapshot(), true).parts()));
  }

  @Test
  void theStateOfAStreamWithNothingInIt() {
    EventId start = new EventId(0, 0);
    Snapshot nothing =
        new Snapshot(
            OPEN.id().stream(),
            start,
            "abc-0",
            "abc-0",
            NOON,
            0,
            List.of(),
            Snapshot.reactions(Map.of()),
            null,
            List.of());
    Recorded.assertSame("state-of-nothing", bytes(StateDocument.of(nothing, false).parts()));
  }

  @Test
  void cues() {
    CueList cues = CueList.of(OPEN.id().stream(), List.of(OPEN), CueQuery.read(null, null, null));
    Recorded.assertSame("cues", cues.document(NOON, Instant.EPOCH).getBytes(UTF_8));
  }

  @Test
  void theLatencyOfAStream() {
    Recorded.assertSame(
        "stream-latency",
        Json.bytes(new StreamLatencyResponse("show-42", LatencyRange.of(LATENCY))));
  }

  @Test
  void theTime() {
    BigDecimal receivedAt = BigDecimal.valueOf(1_795_970_398_731_300L, 3);
    BigDecimal sentAt = BigDecimal.valueOf(1_795_970_398_731_362L, 3);
    Recorded.assertSame("time", Json.bytes(new TimeResponse(receivedAt, sentAt)));
  }

  @Test
  void theEventsOfAFeed() {
    ResultResponse result = ResultResponse.of(OPEN, Result.live(Tally.of(3, 2, 1), NOON));
    Recorded.assertSame("event-tally", Json.bytes(new TallyData("q1", result)));
    Recorded.assertSame("event-viewers", Json.bytes(new ViewersData(1234)));
  }
}
