package dev.oncue.vote;

import dev.oncue.http.token.Caller;
import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import dev.oncue.poll.PollId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ballots of many viewers for one poll, as a gateway sent them, in its order.
 *
 * @param ballots each as it could be read
 */
record GatewayRequest(List<Ballot> ballots) {
  /** The most ballots in one request. */
  static final int MAX_BALLOTS = 1_000;

  /** The most of one viewer in one request: they are cast one after the other. */
  static final int MAX_OF_VIEWER = 16;

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
    Map<String, Integer> ofViewer = new HashMap<>();
    return new GatewayRequest(
        fields.each(
            "ballots",
            1,
            MAX_BALLOTS,
            ballot -> new Ballot.Readable(read(ballot, poll, ofViewer)),
            fault -> new Ballot.Malformed(String.valueOf(fault.getMessage()))));
  }

  private static VoteRequest read(Fields ballot, PollId poll, Map<String, Integer> ofViewer) {
    VoteRequest request = VoteRequest.read(ballot, poll, ballot.viewer("viewer"));
    if (ofViewer.merge(request.viewer(), 1, Integer::sum) > MAX_OF_VIEWER) {
      throw ballot.malformed("viewer", "has more than " + MAX_OF_VIEWER + " ballots here");
    }
    return request;
  }
}
