package dev.oncue.ballot;

/** What became of a ballot. */
public sealed interface CastOutcome {
  /**
   * It counts.
   *
   * @param ballot as it is kept; for a ballot that was cast before, the first one
   */
  record Accepted(Ballot ballot) implements CastOutcome {}

  /**
   * It replaced the viewer's earlier ballot, unless one that was cast later had done so already.
   *
   * @param ballot as it was cast
   */
  record Changed(Ballot ballot) implements CastOutcome {}

  /**
   * The viewer chose otherwise before, and the poll allows no change. Nothing was counted.
   *
   * @param earlier what the viewer had chosen
   */
  record AlreadyVoted(Ballot earlier) implements CastOutcome {}

  /** The poll was closed before it got in. Nothing was counted. */
  record PollClosed() implements CastOutcome {}
}
