package dev.oncue.ballot;

import dev.oncue.poll.Poll;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The ballot boxes of all polls, wherever they lie. Thread-safe; no method blocks. A stage fails
 * only when the grid does, and then the caller may send the same again without harm.
 */
public interface BallotBoxes {
  /** The most lookups in one call: bounds how long it takes, and what it carries. */
  int MAX_LOOKUPS = 1024;

  /**
   * Casts a batch into one shard of a poll's box: all of it at once, after any batch cast before.
   * When the stage completes, every accepted ballot is kept as safely as the grid can keep it. It
   * is done within seconds, if only by a fault.
   *
   * @param poll whose box it is
   * @param shard the shard of every viewer in the batch, {@link Poll#shardOf}
   * @param batch at most {@link CastBatch#MAX_CASTS} ballots
   * @return one outcome for each ballot, in the batch's order
   */
  CompletionStage<List<CastOutcome>> cast(Poll poll, int shard, CastBatch batch);

  /**
   * Seals every shard of a poll's box. Once the stage completes no ballot gets in, and the tally
   * returned is final: it holds every ballot that was or will be acknowledged.
   */
  CompletionStage<Tally> seal(Poll poll);

  /** The tally as it stands. */
  CompletionStage<Tally> tally(Poll poll);

  /**
   * Looks up ballots, of any polls and viewers, with one call to the grid. A ballot that is found
   * is kept as safely as one that was acknowledged.
   *
   * @param lookups at most {@value #MAX_LOOKUPS}
   * @return one for each lookup, in their order; empty: that viewer has no ballot there
   */
  CompletionStage<List<Optional<Ballot>>> ballots(List<BallotLookup> lookups);

  /** The tally of a sealed box, counted again from the kept ballots and nothing else. */
  CompletionStage<Tally> recount(Poll poll);

  /** Removes a poll's box with all ballots. */
  CompletionStage<Void> discard(Poll poll);
}
