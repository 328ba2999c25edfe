package dev.oncue.hotrod;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Runs calls to the grid that block, on a few threads of their own: the client runs a server's task
 * only so. Thread-safe.
 */
final class Calls implements AutoCloseable {
  private static final int THREADS = 8;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "oncue-grid");
            thread.setDaemon(true);
            return thread;
          });

  <T> CompletionStage<T> start(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, threads);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
