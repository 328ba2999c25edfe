package dev.oncue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How often one request tries to change an entry that others may change at the same time: whoever
 * comes second looks again, and tries again. Between attempts there is a pause that grows, of
 * random length, so that those who met once do not meet again; and there is an end. One object for
 * one change. Not thread-safe: an attempt begins when the one before is over.
 */
public final class Attempts {
  /** An entry changes a few times in its life, so others cannot be first more often than that. */
  static final int MAX = 7;

  /** No attempt begins later: a request is answered within two seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final long FIRST_PAUSE_MILLIS = 5;

  private final String what;
  private final long endNanos = System.nanoTime() + TIMEOUT.toNanos();
  private int lost;

  /**
   * @param what is to be changed, for operators
   */
  public Attempts(String what) {
    this.what = what;
  }

  /**
   * Runs the next attempt, after a pause, on a thread of the common pool.
   *
   * @return what the attempt gives; fails with {@link ContendedException} when this was the last
   */
  public <T> CompletionStage<T> again(Supplier<CompletionStage<T>> attempt) {
    lost++;
    if (lost == MAX || System.nanoTime() - endNanos > 0) {
      return CompletableFuture.failedFuture(new ContendedException(what, lost));
    }
    return CompletableFuture.supplyAsync(attempt, pause()).thenCompose(stage -> stage);
  }

  private Executor pause() {
    long longest = FIRST_PAUSE_MILLIS << lost - 1;
    long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest) + 1;
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }
}
