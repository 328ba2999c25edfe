package dev.oncue.ballot;

import dev.oncue.poll.Poll;

/**
 * The question for one viewer's ballot in one poll.
 *
 * @param poll whose ballot box it may lie in
 * @param viewer whose ballot it is
 */
public record BallotLookup(Poll poll, String viewer) {
  /** The key of the shard in which the ballot would lie, {@link Poll#shardKey}. */
  public String shardKey() {
    return poll.shardKey(poll.shardOf(viewer));
  }
}
