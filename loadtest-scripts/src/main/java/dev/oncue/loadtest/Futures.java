package dev.oncue.loadtest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How the main thread waits for what an event loop does. */
public final class Futures {
  private Futures() {}

  /** Starts it on the event loop, and does not wait. */
  public static <T> Future<T> start(Vertx vertx, Supplier<Future<T>> action) {
    return Future.future(promise -> vertx.runOnContext(now -> action.get().onComplete(promise)));
  }

  /**
   * Waits for what is under way.
   *
   * @throws LoadTestException when it failed or takes too long
   */
  public static <T> T await(Future<T> future, Duration timeout) throws InterruptedException {
    if (!isDone(future, timeout)) {
      throw LoadTestException.failed("not done within " + timeout);
    }
    return future.result();
  }

  /** Waits as {@link #await} does; whether it was done in time. */
  public static boolean isDone(Future<?> future, Duration timeout) throws InterruptedException {
    try {
      future.toCompletionStage().toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      throw LoadTestException.failed(e.getCause().getMessage());
    } catch (TimeoutException tooLong) {
      return false;
    }
  }
}
