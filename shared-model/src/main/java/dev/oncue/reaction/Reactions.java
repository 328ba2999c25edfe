package dev.oncue.reaction;

import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The reactions of all streams: counted, not deduplicated, and not promised to survive a crash.
 * Thread-safe; no method blocks. A stage fails only when the grid does.
 */
public interface Reactions {
  /** What became of a reaction. */
  sealed interface Outcome {
    /** It was counted. */
    record Counted() implements Outcome {}

    /**
     * The viewer has to wait; nothing was counted.
     *
     * @param retryAfter how long
     */
    record RateLimited(Duration retryAfter) implements Outcome {}
  }

  /** How long a stream's totals are kept after its last reaction. */
  Duration KEPT = Duration.ofDays(30);

  /** The most reactions in one call: bounds how long it takes, and what it carries. */
  int MAX_REACTIONS = 1024;

  /**
   * Counts reactions, each within its viewer's {@link ReactionLimit}, in this order. The cost of a
   * call hardly grows with what it carries.
   *
   * @param reactions at most {@value #MAX_REACTIONS}
   * @return one outcome for each, in their order
   */
  CompletionStage<List<Outcome>> send(List<Reaction> reactions);

  /**
   * What has changed in a stream's totals.
   *
   * @param since the mark of an earlier answer, or {@link ReactionMark#START}: all of them
   */
  CompletionStage<ReactionChanges> changes(StreamId stream, ReactionMark since);

  /** All reactions of a stream so far, by emoji. */
  default CompletionStage<Map<String, Long>> totals(StreamId stream) {
    return changes(stream, ReactionMark.START).thenApply(ReactionChanges::totals);
  }
}
