package dev.oncue.vote;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ballots of one event loop on their way into one shard. What the event loop reads in one round
 * forms a batch. Then the batcher pauses for a moment, and what arrives meanwhile, or while the
 * batch is under way, forms the next: a call to the grid costs as much as dozens of ballots. So a
 * ballot that comes alone does not wait, and a batch grows with the crowd.
 *
 * <p>Belongs to its event loop, and throws an {@link IllegalStateException} on another thread. It
 * goes on whatever fails: a batch that is not answered keeps the next one for {@value #HOLD_MILLIS}
 * ms at most, and those whose batch it was get the fault. How long a ballot may wait is decided by
 * whoever waits for it.
 */
final class BallotBatcher {
  /**
   * An answer that takes longer than this is waited for by its own viewers alone. Then several
   * batches of one event loop may be under way, as those of several event loops always are.
   */
  private static final long HOLD_MILLIS = 500;

  private static final long HOLD_NANOS = HOLD_MILLIS * 1_000_000;

  private final Function<CastBatch, CompletionStage<List<CastOutcome>>> shard;
  private final boolean revote;
  private final Owner owner;

  private final Queue<WaitingCast> waiting = new ArrayDeque<>();
  private boolean sending;
  private boolean pausing;

  /** What the next batch waits for; {@code null}: nothing. */
  private @Nullable SentBatch underWay;

  /**
   * Whom a batcher belongs to.
   *
   * @param here whether the current thread is its event loop's
   * @param loop runs a task on its event loop
   * @param pause runs a task there when the batcher has paused
   * @param idle called when the batcher waits for nothing, nothing waits in it, and it has paused
   */
  record Owner(BooleanSupplier here, Executor loop, Executor pause, Consumer<BallotBatcher> idle) {}

  /**
   * @param shard casts a batch
   * @param revote whether the poll lets a ballot be changed
   */
  BallotBatcher(
      Function<CastBatch, CompletionStage<List<CastOutcome>>> shard, boolean revote, Owner owner) {
    this.shard = shard;
    this.revote = revote;
    this.owner = owner;
  }

  /**
   * Takes a ballot along.
   *
   * @param outcome completed with what became of it, or with a fault, on the event loop; a ballot
   *     that still waits here when somebody else completes it is left out
   */
  void add(Cast cast, CompletableFuture<CastOutcome> outcome) {
    requireHere();
    waiting.add(new WaitingCast(cast, outcome));
    sendNext();
  }

  /** Sends what waits, if it may go; not at once, so that what is read in this round goes along. */
  private void sendNext() {
    if (sending || pausing || underWay != null) {
      return;
    }
    dropDone();
    if (waiting.isEmpty()) {
      owner.idle().accept(this);
      return;
    }
    sending = true;
    try {
      owner.loop().execute(this::send);
    } catch (RuntimeException e) {
      send();
    }
  }

  /**
   * Those who have an answer already, since they waited too long. They came first, so they stand
   * first.
   */
  private void dropDone() {
    while (!waiting.isEmpty() && waiting.peek().isDone()) {
      waiting.remove();
    }
  }

  private void send() {
    requireHere();
    if (!sending) {
      return;
    }
    List<WaitingCast> casts = next();
    if (casts.isEmpty()) {
      sending = false;
      sendNext();
      return;
    }
    pause();
    SentBatch batch = new SentBatch(casts, ask(casts), System.nanoTime());
    underWay = batch;
    sending = false;
    if (batch.isAnswered()) {
      complete(batch);
    } else {
      batch.answer().whenComplete((known, fault) -> owner.loop().execute(() -> complete(batch)));
    }
  }

  private List<WaitingCast> next() {
    List<WaitingCast> next = new ArrayList<>(Math.min(waiting.size(), CastBatch.MAX_CASTS));
    while (!waiting.isEmpty() && next.size() < CastBatch.MAX_CASTS) {
      WaitingCast cast = waiting.remove();
      if (!cast.isDone()) {
        next.add(cast);
      }
    }
    return next;
  }

  private void pause() {
    pausing = true;
    try {
      owner.pause().execute(this::paused);
    } catch (RuntimeException e) {
      pausing = false;
    }
  }

  private void paused() {
    requireHere();
    pausing = false;
    sendNext();
  }

  /** A stage, whatever the shard does instead of giving one. */
  private CompletableFuture<List<CastOutcome>> ask(List<WaitingCast> casts) {
    try {
      List<Cast> ballots = casts.stream().map(WaitingCast::cast).toList();
      return Objects.requireNonNull(
          shard.apply(new CastBatch(revote, ballots)).toCompletableFuture());
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void complete(SentBatch batch) {
    requireHere();
    try {
      release(batch);
    } finally {
      batch.complete();
    }
  }

  /** The next batch is on its way before the viewers of the last are answered. */
  private void release(SentBatch batch) {
    if (underWay == batch) {
      underWay = null;
      sendNext();
    }
  }

  /**
   * Makes good what the event loop or its timer has lost, and goes on without an answer that does
   * not come.
   *
   * @param nanos now, {@link System#nanoTime}
   */
  void checkTimeouts(long nanos) {
    requireHere();
    dropDone();
    if (sending) {
      send();
      return;
    }
    pausing = false;
    if (underWay == null) {
      sendNext();
    } else if (underWay.isAnswered()) {
      complete(underWay);
    } else if (nanos - underWay.sentNanos() > HOLD_NANOS) {
      release(underWay);
    }
  }

  private void requireHere() {
    if (!owner.here().getAsBoolean()) {
      throw new IllegalStateException(
          "a batcher of another event loop, on " + Thread.currentThread().getName());
    }
  }
}
