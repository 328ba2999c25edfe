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
import java.util.function.Supplier;

/**
 * Encodes what is made of a stream's polls: where it may be large on a thread that does nothing
 * else, one at a time, and else at once. Thread-safe.
 */
@Singleton
final class DocumentEncoder {
  /** How many polls are encoded at once; of the largest that is a matter of some milliseconds. */
  private static final int MAX_AT_ONCE = 32;

  /** As many as are done before those who wait for them give up. */
  private static final int MAX_WAITING = 64;

  private final WorkerExecutor worker;
  private final AtomicInteger waiting = new AtomicInteger();

  @Inject
  DocumentEncoder(Vertx vertx) {
    worker = vertx.createSharedWorkerExecutor("oncue-encoder", 1);
  }

  /**
   * Encodes a document.
   *
   * @param polls how many polls it is made of
   * @return completes on any thread; fails with overloaded when too many wait
   */
  <T> CompletionStage<T> encode(int polls, Supplier<T> document) {
    if (polls <= MAX_AT_ONCE) {
      return CompletableFuture.completedFuture(document.get());
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return CompletableFuture.failedFuture(
          Problem.OVERLOADED.with("too many large documents are asked for"));
    }
    return worker
        .executeBlocking(document::get, false)
        .onComplete(encoded -> waiting.decrementAndGet())
        .toCompletionStage();
  }

  @PreDestroy
  void end() {
    worker.close();
  }
}
