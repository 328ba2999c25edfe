package dev.oncue.vote;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.http.problem.Problem;
import dev.oncue.poll.Poll;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A vote from its arrival to its answer. It does one thing after the other, and what it waits for
 * fails when it has waited too long. Belongs to the event loop on which it arrived: whatever it
 * waits for, it goes on there.
 */
final class WaitingVote {
  private final VoteLoop loop;
  private final long arrivedNanos;
  private final long waitsSinceNanos;
  private CompletableFuture<?> step = CompletableFuture.completedFuture(null);

  WaitingVote(VoteLoop loop, long arrivedNanos, long waitsSinceNanos) {
    this.loop = loop;
    this.arrivedNanos = arrivedNanos;
    this.waitsSinceNanos = waitsSinceNanos;
  }

  /** When it was read, {@link System#nanoTime}. */
  long arrivedNanos() {
    return arrivedNanos;
  }

  /** When it may have been in its socket already, {@link System#nanoTime}. */
  long waitsSinceNanos() {
    return waitsSinceNanos;
  }

  /**
   * Waits for a stage of the grid, whatever thread completes it. What is complete is not waited
   * for.
   *
   * @return completes on this vote's event loop
   */
  <T> CompletionStage<T> await(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (future.isDone()) {
      return future;
    }
    CompletableFuture<T> own = step();
    future.whenComplete((value, fault) -> loop.execute(() -> pass(own, value, fault)));
    return own;
  }

  private static <T> void pass(CompletableFuture<T> own, T value, Throwable fault) {
    if (fault == null) {
      own.complete(value);
    } else {
      own.completeExceptionally(fault);
    }
  }

  /**
   * Casts its ballot.
   *
   * @return what became of it; completes on this vote's event loop
   */
  CompletionStage<CastOutcome> cast(Poll poll, Cast cast) {
    CompletableFuture<CastOutcome> outcome = step();
    loop.cast(poll, cast, outcome);
    return outcome;
  }

  private <T> CompletableFuture<T> step() {
    loop.requireHere();
    CompletableFuture<T> next = new CompletableFuture<>();
    step = next;
    return next;
  }

  /** It has waited too long. What it waited for may still come, and is not heard then. */
  void timeOut() {
    step.completeExceptionally(
        Problem.GRID_UNAVAILABLE.with("no answer came in time; this may be sent again"));
  }

  /** It has its answer. */
  void end() {
    loop.end(this);
  }
}
