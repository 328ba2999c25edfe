package dev.oncue.vote;

import static dev.oncue.poll.PollFixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Ballot;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoteResponseTest {
  @Test
  void theAnswerThatIsWrittenByHandIsTheOneThatIsDescribed() {
    Poll poll = PollFixtures.poll().build();
    Ballot ballot = Ballot.at(NOON.plusMillis(1_234), 0b11);
    VoteResponse described =
        new VoteResponse(
            "accepted",
            "show-42",
            "q1",
            List.of("red", "blue"),
            NOON.plusMillis(1_234),
            poll.receipts().sign("v1", ballot));
    assertThat(VoteService.counted("accepted", poll, "v1", ballot))
        .asString()
        .isEqualTo(new String(Json.bytes(described), UTF_8))
        .isEqualTo(
            "{\"outcome\":\"accepted\",\"stream\":\"show-42\",\"poll\":\"q1\","
                + "\"options\":[\"red\",\"blue\"],\"castAt\":\"2026-11-21T12:00:01.234Z\","
                + "\"receipt\":\"6dK-F5jNhqNt1ktmKRDruA\"}");
  }
}
