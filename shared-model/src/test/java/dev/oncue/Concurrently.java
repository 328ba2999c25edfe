package dev.oncue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What tests need to do many things at once, and to wait for what comes later. */
public final class Concurrently {
  /** No test waits longer: what takes longer hangs. */
  public static final int TIMEOUT_SECONDS = 20;

  private Concurrently() {}

  /** What one of the threads does. */
  @FunctionalInterface
  public interface Task<T> {
    /**
     * @param thread 0 to the number of threads - 1
     */
    T run(int thread) throws Exception;
  }

  /** Runs a task in so many threads, which all begin at the same moment. */
  public static <T> List<T> run(int threads, Task<T> task) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        running.add(
            pool.submit(
                () -> {
                  start.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                  return task.run(thread);
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(get(one));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  /** What a stage completes with; its own exception when it fails. */
  public static <T> T await(CompletionStage<T> stage) {
    return get(stage.toCompletableFuture());
  }

  /** What all stages complete with, in their order. */
  public static <T> List<T> awaitAll(List<? extends CompletionStage<T>> stages) {
    return stages.stream().map(Concurrently::<T>await).toList();
  }

  /** What a stage fails with. */
  public static Throwable awaitFault(CompletionStage<?> stage) {
    CompletableFuture<Throwable> fault = new CompletableFuture<>();
    stage.whenComplete(
        (result, thrown) -> {
          if (thrown == null) {
            fault.completeExceptionally(new AssertionError("no fault, but " + result));
          } else {
            fault.complete(unwrapped(thrown));
          }
        });
    return await(fault);
  }

  private static Throwable unwrapped(Throwable fault) {
    boolean wrapper = fault instanceof CompletionException || fault instanceof ExecutionException;
    return wrapper && fault.getCause() != null ? unwrapped(fault.getCause()) : fault;
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("still not done after " + TIMEOUT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
