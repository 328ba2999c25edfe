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
   * It replaced the viewer's earlier ballot.
   *
   * @param ballot as it is kept
   */
  record Changed(Ballot ballot) implements CastOutcome {}

  /**
   * The poll allows a change, but the viewer's kept ballot has a later cast time. Nothing was
   * counted: it is an earlier ballot that a grid replays, or a new one whose instance has a clock
   * that is behind. Only who cast it knows, and may cast it again as {@link Ballot#after} the kept
   * one.
   *
   * @param kept the viewer's ballot that counts
   */
  record Overtaken(Ballot kept) implements CastOutcome {}

  /**
   * The viewer chose otherwise before, and the poll allows no change. Nothing was counted.
   *
   * @param earlier what the viewer had chosen
   */
  record AlreadyVoted(Ballot earlier) implements CastOutcome {}

  /** The poll was closed before it got in. Nothing was counted. */
  record PollClosed() implements CastOutcome {}
}
