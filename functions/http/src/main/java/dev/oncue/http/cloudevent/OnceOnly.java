package dev.oncue.http.cloudevent;

import dev.oncue.event.Claim;
import dev.oncue.event.ClaimOutcome;
import dev.oncue.event.Deliveries;
import dev.oncue.event.DeliveryId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets a delivery have effect once, however often and wherever it arrives at the same time: its id
 * is claimed in the grid before, and given back when it was refused. Thread-safe; never blocks.
 *
 * <p>A process that dies between the effect and the record of the answer leaves a claim that ends
 * by itself. The next delivery then has effect again. Polls and ballots notice that they exist; a
 * reaction counts twice.
 */
final class OnceOnly {
  /** How much longer than its event a claim lasts, so that a late effect is still under it. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 320;

  private final Vertx vertx;
  private final Deliveries deliveries;

  OnceOnly(Vertx vertx, Deliveries deliveries) {
    this.vertx = vertx;
    this.deliveries = deliveries;
  }

  /**
   * Does the work of a delivery, or waits for whoever does it.
   *
   * @param timeout after it no work begins
   * @param work gives the answer
   * @return the answer; fails with {@link TimeoutException} when somebody else is still at it
   */
  CompletionStage<byte[]> run(
      DeliveryId id, Duration timeout, Supplier<CompletionStage<byte[]>> work) {
    return new Turn(id, timeout, System.nanoTime(), work).take(FIRST_PAUSE_MILLIS);
  }

  private final class Turn {
    private final Claim claim;
    private final Duration timeout;
    private final long sinceNanos;
    private final Supplier<CompletionStage<byte[]>> work;

    Turn(DeliveryId id, Duration timeout, long sinceNanos, Supplier<CompletionStage<byte[]>> work) {
      this.claim = Claim.on(id);
      this.timeout = timeout;
      this.sinceNanos = sinceNanos;
      this.work = work;
    }

    CompletionStage<byte[]> take(long pauseMillis) {
      return deliveries
          .claim(claim, timeout.plus(MARGIN))
          .thenCompose(outcome -> goOn(outcome, pauseMillis))
          .exceptionallyCompose(this::giveBack);
    }

    private CompletionStage<byte[]> goOn(ClaimOutcome outcome, long pauseMillis) {
      if (outcome instanceof ClaimOutcome.Answered answered) {
        return CompletableFuture.completedFuture(answered.answer());
      }
      if (System.nanoTime() - sinceNanos > timeout.toNanos()) {
        return CompletableFuture.failedFuture(new TimeoutException());
      }
      return outcome instanceof ClaimOutcome.Granted ? work() : later(pauseMillis);
    }

    private CompletionStage<byte[]> later(long pauseMillis) {
      CompletableFuture<Void> pause = new CompletableFuture<>();
      vertx.setTimer(pauseMillis, timer -> pause.complete(null));
      return pause.thenCompose(over -> take(Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS)));
    }

    /** What had effect is answered so, even where the answer cannot be kept. */
    private CompletionStage<byte[]> work() {
      return work.get()
          .thenCompose(
              answer -> deliveries.remember(claim, answer).handle((kept, failure) -> answer));
    }

    /** The claim may stand also where the call that made it has failed. */
    private CompletionStage<byte[]> giveBack(Throwable failure) {
      return deliveries
          .release(claim)
          .handle((released, more) -> CompletableFuture.<byte[]>failedFuture(failure))
          .thenCompose(Function.identity());
    }
  }
}
