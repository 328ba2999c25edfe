package dev.oncue.live;

import dev.oncue.http.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Encodes states: one that may be large on a thread that does nothing else, one at a time, and the
 * others at once. Thread-safe.
 */
@Singleton
final class StateEncoder {
  /** How many polls are encoded at once; of the largest that is a matter of some milliseconds. */
  private static final int MAX_AT_ONCE = 32;

  /** As many as are done before those who wait for them give up. */
  private static final int MAX_WAITING = 64;

  private final WorkerExecutor worker;
  private final AtomicInteger waiting = new AtomicInteger();

  @Inject
  StateEncoder(Vertx vertx) {
    worker = vertx.createSharedWorkerExecutor("oncue-states", 1);
  }

  /**
   * Encodes a state for hosts, or for viewers.
   *
   * @return completes on any thread; fails with overloaded when too many wait
   */
  CompletionStage<StateDocument> encode(Snapshot snapshot, boolean host) {
    if (snapshot.polls().size() <= MAX_AT_ONCE) {
      return CompletableFuture.completedFuture(StateDocument.of(snapshot, host));
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return CompletableFuture.failedFuture(
          Problem.OVERLOADED.with("the states of too many streams are asked for"));
    }
    return worker
        .executeBlocking(() -> StateDocument.of(snapshot, host), false)
        .onComplete(encoded -> waiting.decrementAndGet())
        .toCompletionStage();
  }

  @PreDestroy
  void end() {
    worker.close();
  }
}
