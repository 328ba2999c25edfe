package dev.oncue.reaction;

/**
 * How far the totals of a stream have been read.
 *
 * @param origin tells these totals from others that the stream had before, and a grid lost
 * @param version how often they have changed
 */
public record ReactionMark(long origin, long version) {
  /** Nothing has been read. */
  public static final ReactionMark START = new ReactionMark(0, 0);

  /** Whether another mark is of the same totals and further. */
  public boolean isBefore(ReactionMark other) {
    return origin == other.origin && version < other.version;
  }
}
