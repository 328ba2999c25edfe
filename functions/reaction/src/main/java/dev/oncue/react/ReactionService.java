package dev.oncue.react;

import dev.oncue.Grid;
import dev.oncue.http.batch.CallBatcher;
import dev.oncue.http.limit.Limits;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.token.Caller;
import dev.oncue.json.Fields;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Reaction;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The path of a reaction, by HTTP and by event. Thread-safe; never blocks. */
@Startup
@Singleton
final class ReactionService {
  /** Reactions that may wait in this process; beyond, 503 and not counted. */
  private static final int MAX_WAITING = 50_000;

  private final CallBatcher<Reaction, Reactions.Outcome> batcher;
  private final Limits limits;
  private final Clock clock;

  @Inject
  ReactionService(Vertx vertx, Grid grid, Limits limits, Clock clock, MeterRegistry meters) {
    batcher =
        new CallBatcher<>(vertx, grid.reactions()::send, Reactions.MAX_REACTIONS, MAX_WAITING);
    meters.gauge("oncue.reaction.waiting", batcher, CallBatcher::waiting);
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Counts a reaction.
   *
   * @param viewer who reacts
   * @return the answer; fails with rate-limited when the viewer reacts too often, and with
   *     too-many-streams when the tenant may have no more
   */
  CompletionStage<ReactionBody> take(Caller caller, Fields fields, String viewer) {
    StreamId stream = caller.reach(fields.name("stream"));
    Emoji emoji =
        Emoji.of(fields.string("emoji"))
            .orElseThrow(() -> fields.malformed("emoji", "must be one emoji"));
    return limits
        .admitReactions(stream)
        .thenCompose(
            admitted -> batcher.ask(List.of(new Reaction(stream, viewer, emoji, clock.instant()))))
        .thenApply(outcomes -> answer(stream, emoji, outcomes.get(0)));
  }

  private static ReactionBody answer(StreamId stream, Emoji emoji, Reactions.Outcome outcome) {
    if (outcome instanceof Reactions.Outcome.RateLimited limited) {
      throw Problem.RATE_LIMITED
          .with("at most 20 reactions in 10 s from one viewer")
          .retryAfter(limited.retryAfter());
    }
    return new ReactionBody(stream.name(), emoji.text());
  }
}
