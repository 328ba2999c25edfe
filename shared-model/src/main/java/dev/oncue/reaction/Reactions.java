package dev.oncue.reaction;

import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
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

  /** Counts a viewer's reaction, within {@link ReactionLimit}. */
  CompletionStage<Outcome> send(StreamId stream, String viewer, Emoji emoji, Instant now);

  /** All reactions of a stream so far, by emoji. */
  CompletionStage<Map<String, Long>> totals(StreamId stream);
}
