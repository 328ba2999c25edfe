package dev.oncue.hotrod;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Runs calls to the grid that block, on threads of their own: the client runs a server's task only
 * so. A call whose stage is done before its turn comes is not made. Thread-safe.
 */
final class Calls implements AutoCloseable {
  private final ExecutorService threads;

  Calls(int threads) {
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "oncue-grid");
              thread.setDaemon(true);
              return thread;
            });
  }

  <T> CompletableFuture<T> start(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, threads);
  }

  /** Interrupts the calls under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
