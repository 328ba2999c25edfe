package dev.oncue.peer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a viewer is told whose ballot counts.
 *
 * @param castAt when this request was answered; a repeat has a time of its own
 * @param receipt names the ballot and proves nothing
 */
record VoteAnswer(
    String outcome,
    String stream,
    String poll,
    List<String> options,
    String castAt,
    String receipt) {
  static VoteAnswer accepted(VoteRequest vote, String viewer) {
    return new VoteAnswer(
        "accepted",
        vote.stream(),
        vote.poll(),
        List.of(vote.option()),
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
        vote.stream() + '/' + vote.poll() + '/' + viewer);
  }
}
