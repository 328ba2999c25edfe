package dev.oncue.vote;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Ballots of one event loop on their way into one shard. What the event loop reads in one round
 * forms a batch; at most one batch is under way, and what arrives meanwhile forms the next. So
 * nothing waits while the grid is idle, and a batch grows with the crowd. Confined to its event
 * loop.
 */
final class CastLane {
  /** How long a batch may take before its viewers are told to send again, in seconds. */
  private static final int PATIENCE_SECONDS = 5;

  private final Function<CastBatch, CompletionStage<List<CastOutcome>>> shard;
  private final boolean revote;
  private final Executor loop;
  private final IntConsumer answered;
  private final Runnable idle;

  private List<Cast> casts = new ArrayList<>();
  private List<CompletableFuture<CastOutcome>> outcomes = new ArrayList<>();
  private boolean underWay;

  /**
   * @param shard casts a batch
   * @param revote whether the poll lets a ballot be changed
   * @param loop runs a task on this lane's event loop
   * @param answered told how many ballots do not wait any more
   * @param idle told when nothing is under way and nothing waits
   */
  CastLane(
      Function<CastBatch, CompletionStage<List<CastOutcome>>> shard,
      boolean revote,
      Executor loop,
      IntConsumer answered,
      Runnable idle) {
    this.shard = shard;
    this.revote = revote;
    this.loop = loop;
    this.answered = answered;
    this.idle = idle;
  }

  void add(Cast cast, CompletableFuture<CastOutcome> outcome) {
    casts.add(cast);
    outcomes.add(outcome);
    if (!underWay) {
      underWay = true;
      loop.execute(this::send);
    }
  }

  private void send() {
    int size = Math.min(casts.size(), CastBatch.MAX_CASTS);
    List<CompletableFuture<CastOutcome>> waiting = new ArrayList<>(outcomes.subList(0, size));
    CastBatch batch = new CastBatch(revote, new ArrayList<>(casts.subList(0, size)));
    casts = new ArrayList<>(casts.subList(size, casts.size()));
    outcomes = new ArrayList<>(outcomes.subList(size, outcomes.size()));
    CompletableFuture<List<CastOutcome>> known = cast(batch);
    if (known.isDone()) {
      known.whenComplete((outcome, fault) -> tell(waiting, outcome, fault));
    } else {
      known
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .whenComplete((outcome, fault) -> loop.execute(() -> tell(waiting, outcome, fault)));
    }
  }

  private CompletableFuture<List<CastOutcome>> cast(CastBatch batch) {
    try {
      return shard.apply(batch).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void tell(
      List<CompletableFuture<CastOutcome>> waiting, List<CastOutcome> known, Throwable fault) {
    answered.accept(waiting.size());
    underWay = !casts.isEmpty();
    if (underWay) {
      // Not sent here: ballots that were read in the same round shall go along.
      loop.execute(this::send);
    } else {
      idle.run();
    }
    for (int i = 0; i < waiting.size(); i++) {
      if (fault == null) {
        waiting.get(i).complete(known.get(i));
      } else {
        waiting.get(i).completeExceptionally(fault);
      }
    }
  }
}
