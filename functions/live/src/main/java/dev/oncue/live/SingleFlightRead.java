package dev.oncue.live;

import dev.oncue.GridUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one thing from the grid, again and again, but never twice at once: so no answer is
 * overtaken by an older one, and a grid that is slow is not asked more and more. Each reading ends,
 * with a fault if it takes too long. Confined to one event loop.
 *
 * @param <T> what is read
 */
final class SingleFlightRead<T> {
  /** What takes longer is given up. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Supplier<CompletionStage<T>> grid;
  private final EventLoopExecutor loop;
  private final Consumer<T> taken;
  private boolean underWay;
  private @Nullable CompletableFuture<T> next;

  /**
   * @param grid asks the grid
   * @param loop whose it is
   * @param taken gets each answer, in the order in which they were asked for
   */
  SingleFlightRead(Supplier<CompletionStage<T>> grid, EventLoopExecutor loop, Consumer<T> taken) {
    this.grid = grid;
    this.loop = loop;
    this.taken = taken;
  }

  /** Reads once more, unless a reading is under way: that one will do. */
  void refresh() {
    loop.require();
    if (!underWay) {
      fresh();
    }
  }

  /**
   * What is read after this call; once for all who call while another reading is under way.
   *
   * @return completes on the event loop, within twice {@link #TIMEOUT}
   */
  CompletionStage<T> fresh() {
    loop.require();
    CompletableFuture<T> mine = next;
    if (mine == null) {
      mine = new CompletableFuture<>();
      next = mine;
    }
    if (!underWay) {
      read(mine);
    }
    return mine;
  }

  private void read(CompletableFuture<T> waiting) {
    next = null;
    underWay = true;
    inTime(CompletableFuture.completedFuture(grid).thenCompose(Supplier::get))
        .whenComplete((answer, fault) -> loop.execute(() -> end(waiting, answer, fault)));
  }

  private void end(CompletableFuture<T> waiting, T answer, @Nullable Throwable fault) {
    underWay = false;
    Throwable met = fault == null ? take(answer) : fault;
    CompletableFuture<T> following = next;
    if (following != null) {
      read(following);
    }
    if (met == null) {
      waiting.complete(answer);
    } else {
      waiting.completeExceptionally(met);
    }
  }

  /** What goes wrong with one answer must not be the end of all reading. */
  private @Nullable Throwable take(T answer) {
    try {
      taken.accept(answer);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  /** A stage that ends as another does, or fails when that takes too long. */
  static <T> CompletionStage<T> inTime(CompletionStage<T> stage) {
    return stage
        .thenApply(value -> value)
        .toCompletableFuture()
        .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(fault -> CompletableFuture.failedFuture(asFault(fault)));
  }

  /** That nobody answered is a fault of the grid. */
  private static Throwable asFault(Throwable fault) {
    return fault instanceof TimeoutException
        ? new GridUnavailableException("the grid did not answer within " + TIMEOUT)
        : fault;
  }
}
