package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.json.Json;
import dev.oncue.reaction.ReactionChanges;
import dev.oncue.stream.StreamId;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The reactions to a stream, and their events. Confined to its feed's event loop. */
final class ReactionEvents {
  private final FramePublisher frames;
  private final ReactionCounts counts = new ReactionCounts();
  private final SingleFlightRead<ReactionChanges> reading;

  ReactionEvents(StreamId stream, Grid grid, EventLoopExecutor loop, FramePublisher frames) {
    this.frames = frames;
    this.reading =
        new SingleFlightRead<>(
            () -> grid.reactions().changes(stream, counts.mark()), loop, this::publish);
  }

  /** There are no subscribers so far. */
  void start(ReactionChanges known) {
    counts.take(known);
  }

  /** Looks for new ones. */
  void tick() {
    reading.refresh();
  }

  /** Reads the latest, and publishes what is new. */
  CompletionStage<ReactionChanges> fresh() {
    return reading.fresh();
  }

  /** All that were published. */
  Map<String, Long> snapshot() {
    return counts.all();
  }

  private void publish(ReactionChanges latest) {
    Map<String, Long> grown = counts.take(latest);
    if (grown.isEmpty()) {
      return;
    }
    frames.publish("reactions", Json.bytes(grown));
  }
}
