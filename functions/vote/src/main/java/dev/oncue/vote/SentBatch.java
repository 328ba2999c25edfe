package dev.oncue.vote;

import dev.oncue.ballot.CastOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ballots that are on their way into a shard together. Belongs to the event loop of its batcher.
 *
 * @param answer one outcome for each ballot, in their order
 * @param sentNanos when, {@link System#nanoTime}
 */
record SentBatch(
    List<WaitingCast> casts, CompletableFuture<List<CastOutcome>> answer, long sentNanos) {

  boolean isAnswered() {
    return answer.isDone();
  }

  /**
   * Answers everybody once there is an answer. A second time is the same as once, and so is one for
   * those who waited too long: an outcome is completed once.
   */
  void complete() {
    answer.whenComplete(
        (known, fault) -> {
          Throwable reason = fault == null ? reasonToDoubt(known) : fault;
          for (int i = 0; i < casts.size(); i++) {
            CompletableFuture<CastOutcome> outcome = casts.get(i).outcome();
            if (reason == null) {
              outcome.complete(known.get(i));
            } else {
              outcome.completeExceptionally(reason);
            }
          }
        });
  }

  /** Nobody may be told of somebody else's ballot: an answer is taken as a whole, or not at all. */
  private @Nullable Throwable reasonToDoubt(@Nullable List<CastOutcome> known) {
    if (known == null || known.size() != casts.size()) {
      return new IllegalStateException(
          "a shard gave "
              + (known == null ? "no" : known.size())
              + " outcomes for "
              + casts.size()
              + " ballots");
    }
    for (int i = 0; i < casts.size(); i++) {
      if (!casts.get(i).fits(known.get(i))) {
        return new IllegalStateException("a shard gave the outcome of another ballot");
      }
    }
    return null;
  }
}
