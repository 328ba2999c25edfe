package dev.oncue.vote;

import dev.oncue.http.token.Caller;
import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import dev.oncue.poll.PollId;
import java.util.List;

/**
 * Ballots of many viewers for one poll, as a gateway sent them, in its order.
 *
 * @param ballots each as it could be read
 */
record GatewayRequest(List<Ballot> ballots) {
  /** The most ballots in one request. */
  static final int MAX_BALLOTS = 1_000;

  /** The largest body, in bytes: that many ballots of long names. */
  static final int MAX_BODY_BYTES = 256 * 1024;

  /** One of them. */
  sealed interface Ballot {
    /** It can be cast. */
    record Readable(VoteRequest request) implements Ballot {}

    /**
     * It cannot be read, which does not concern the others.
     *
     * @param detail the field and the rule
     */
    record Malformed(String detail) implements Ballot {}
  }

  /**
   * Reads a producer's request.
   *
   * @throws MalformedException when what all ballots have in common cannot be read
   * @throws dev.oncue.http.problem.ProblemException forbidden, for a stream out of reach
   */
  static GatewayRequest read(Caller producer, Fields fields) {
    PollId poll = new PollId(producer.reach(fields.name("stream")), fields.name("poll"));
    return new GatewayRequest(
        fields.each(
            "ballots",
            1,
            MAX_BALLOTS,
            ballot -> new Ballot.Readable(VoteRequest.read(ballot, poll, ballot.viewer("viewer"))),
            fault -> new Ballot.Malformed(String.valueOf(fault.getMessage()))));
  }
}
