package dev.oncue.react;

import dev.oncue.Grid;
import dev.oncue.http.Caller;
import dev.oncue.http.Problem;
import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** The path of a reaction, by HTTP and by event. Thread-safe; never blocks. */
@Singleton
final class ReactionDesk {
  private final Reactions reactions;
  private final Clock clock;

  @Inject
  ReactionDesk(Grid grid, Clock clock) {
    this.reactions = grid.reactions();
    this.clock = clock;
  }

  /**
   * Counts a reaction.
   *
   * @param viewer who reacts
   * @return the answer; fails with rate-limited when the viewer reacts too often
   */
  CompletionStage<byte[]> take(Caller caller, Fields fields, String viewer) {
    StreamId stream = caller.reach(fields.name("stream"));
    Emoji emoji =
        Emoji.of(fields.string("emoji"))
            .orElseThrow(() -> fields.malformed("emoji", "must be one emoji"));
    return reactions
        .send(stream, viewer, emoji, clock.instant())
        .thenApply(outcome -> answer(stream, emoji, outcome));
  }

  private static byte[] answer(StreamId stream, Emoji emoji, Reactions.Outcome outcome) {
    if (outcome instanceof Reactions.Outcome.RateLimited limited) {
      throw Problem.RATE_LIMITED
          .with("at most 20 reactions in 10 s from one viewer")
          .retryAfter(limited.retryAfter());
    }
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("stream", stream.name());
          json.writeStringField("emoji", emoji.text());
          json.writeEndObject();
        });
  }
}
