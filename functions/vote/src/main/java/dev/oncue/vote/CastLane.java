package dev.oncue.vote;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Ballots of one event loop on their way into one shard. What the event loop reads in one round
 * forms a batch. Then the lane rests for a moment, and what arrives meanwhile, or while the batch
 * is under way, forms the next: a call to the grid costs as much as dozens of ballots. So a ballot
 * that comes alone does not wait, and a batch grows with the crowd. Confined to its event loop.
 */
final class CastLane {
  private final Function<CastBatch, CompletionStage<List<CastOutcome>>> shard;
  private final boolean revote;
  private final Executor loop;
  private final Executor rest;
  private final IntConsumer answered;
  private final Runnable idle;

  private List<Cast> casts = new ArrayList<>();
  private List<CompletableFuture<CastOutcome>> outcomes = new ArrayList<>();
  private boolean underWay;
  private boolean resting;

  /**
   * @param shard casts a batch
   * @param revote whether the poll lets a ballot be changed
   * @param loop runs a task on this lane's event loop
   * @param rest runs a task there when the lane has rested
   * @param answered told how many ballots do not wait any more
   * @param idle told when nothing is under way, nothing waits, and the lane has rested
   */
  CastLane(
      Function<CastBatch, CompletionStage<List<CastOutcome>>> shard,
      boolean revote,
      Executor loop,
      Executor rest,
      IntConsumer answered,
      Runnable idle) {
    this.shard = shard;
    this.revote = revote;
    this.loop = loop;
    this.rest = rest;
    this.answered = answered;
    this.idle = idle;
  }

  void add(Cast cast, CompletableFuture<CastOutcome> outcome) {
    casts.add(cast);
    outcomes.add(outcome);
    goOn();
  }

  /** Sends what waits, if it may go; not at once, so that what is read in this round goes along. */
  private void goOn() {
    if (underWay || resting) {
      return;
    }
    if (casts.isEmpty()) {
      idle.run();
    } else {
      underWay = true;
      loop.execute(this::send);
    }
  }

  private void rested() {
    resting = false;
    goOn();
  }

  private void send() {
    int size = Math.min(casts.size(), CastBatch.MAX_CASTS);
    List<CompletableFuture<CastOutcome>> waiting = new ArrayList<>(outcomes.subList(0, size));
    CastBatch batch = new CastBatch(revote, new ArrayList<>(casts.subList(0, size)));
    casts = new ArrayList<>(casts.subList(size, casts.size()));
    outcomes = new ArrayList<>(outcomes.subList(size, outcomes.size()));
    resting = true;
    rest.execute(this::rested);
    CompletableFuture<List<CastOutcome>> known = cast(batch);
    if (known.isDone()) {
      known.whenComplete((outcome, fault) -> tell(waiting, outcome, fault));
    } else {
      known.whenComplete((outcome, fault) -> loop.execute(() -> tell(waiting, outcome, fault)));
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
    underWay = false;
    goOn();
    for (int i = 0; i < waiting.size(); i++) {
      if (fault == null) {
        waiting.get(i).complete(known.get(i));
      } else {
        waiting.get(i).completeExceptionally(fault);
      }
    }
  }
}
