package dev.oncue.poll;

import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * How far the viewers of each stream are behind, for the polls that do not say it themselves.
 * Thread-safe; no method blocks. A stage fails only when the grid does.
 */
public interface Latencies {
  /** How long it is kept after it was set: as far ahead as a poll can be scheduled. */
  Duration KEPT = PollDraft.MAX_AHEAD;

  /** What was set for a stream, as the grid has it now; empty: nothing. */
  CompletionStage<Optional<Latency>> find(StreamId stream);

  /** Sets it, in the place of what was set before. Atomic; of two at once the later one stays. */
  CompletionStage<Void> set(StreamId stream, Latency latency);
}
