package dev.oncue.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.http.request.RequestFilter;
import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.Result;
import dev.oncue.testbed.Prepared;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PollSizeTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  /** What RATIONALE.md says of the size of a state follows from it. */
  @Test
  void theLargestPollHas26KibibytesAtMost() {
    Fields fields = Fields.parse(largestBody().getBytes(UTF_8));
    Poll open = PollDraft.read(fields, "default", "none").at(NOON, 1, Receipts.withNewKey());
    int[] counts = new int[Poll.MAX_OPTIONS];
    Arrays.fill(counts, 1_000_000_000);
    Result result = Result.closed(Tally.of(1_000_000_000, counts), true, NOON);
    Poll poll = open.closedAt(NOON.plusSeconds(1)).settled(result).revealedAt(NOON.plusSeconds(1));
    BallotResponse ballot = BallotResponse.of(poll, "v".repeat(255), Ballot.at(NOON, -1));
    byte[] written = Json.bytes(PollResponse.voted(poll, NOON.plusSeconds(2), result, ballot));
    assertThat(written.length).isBetween(24 * 1024, 26 * 1024);
  }

  /** As much as a request may have, and of that as much as possible what is written twice. */
  private static String largestBody() {
    String[] more = {"\"maxOptions\":" + Poll.MAX_OPTIONS};
    for (int length = PollDraft.MAX_TEXT; true; length--) {
      String text = "\uD83D\uDD25".repeat(length);
      String options =
          IntStream.range(0, Poll.MAX_OPTIONS)
              .mapToObj(i -> "{\"id\":\"%0128d\",\"text\":\"%s\"}".formatted(i, text))
              .collect(Collectors.joining(",", "[", "]"));
      String body = Prepared.pollJson("s".repeat(128), "p".repeat(128), options, more);
      if (body.getBytes(UTF_8).length <= RequestFilter.MAX_BODY_BYTES) {
        return body;
      }
    }
  }
}
