package dev.oncue.poll;

import dev.oncue.ballot.Tally;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tally of a poll again and again around its end, until the {@link LastBallots} are in.
 * One watch is for one poll; its stage always completes, when there is no more time if not before.
 * It goes by elapsed time, so that a clock that is set does not stop it. Never blocks.
 */
final class BoxWatch {
  private final Supplier<CompletionStage<Tally>> box;
  private final Duration begun;
  private final LastBallots.Wait wait;
  private final long begunNanos = System.nanoTime();

  /**
   * @param box reads the tally
   * @param begun how long after the end it is now; negative: before
   * @param wait how long is waited
   */
  BoxWatch(Supplier<CompletionStage<Tally>> box, Duration begun, LastBallots.Wait wait) {
    this.box = box;
    this.begun = begun;
    this.wait = wait;
  }

  /** Completes when the box may be sealed. */
  CompletionStage<Void> untilQuiet() {
    return readUntilQuiet(null);
  }

  private CompletionStage<Void> readUntilQuiet(@Nullable LastBallots seen) {
    Duration now = afterEnd();
    if (now.compareTo(wait.latest()) >= 0 || seen != null && seen.areIn(wait)) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(() -> {}, next(seen, now))
        .thenCompose(due -> read(seen))
        .thenCompose(this::readUntilQuiet);
  }

  /** Runs at once for the first reading, and after a pause for the others. */
  private Executor next(@Nullable LastBallots seen, Duration now) {
    if (seen == null) {
      return Runnable::run;
    }
    Duration left = wait.latest().minus(now);
    Duration pause = seen.pause(wait);
    long nanos = Math.min(pause.toNanos(), left.toNanos());
    return CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
  }

  private CompletionStage<LastBallots> read(@Nullable LastBallots seen) {
    Duration asked = afterEnd();
    long leftMillis = Math.max(1, wait.latest().minus(asked).toMillis());
    return CompletableFuture.completedFuture(box)
        .thenCompose(Supplier::get)
        .completeOnTimeout(null, leftMillis, TimeUnit.MILLISECONDS)
        .exceptionally(fault -> null)
        .thenApply(
            tally ->
                seen == null
                    ? LastBallots.first(tally, asked, afterEnd())
                    : seen.then(tally, asked, afterEnd()));
  }

  private Duration afterEnd() {
    return begun.plusNanos(System.nanoTime() - begunNanos);
  }
}
