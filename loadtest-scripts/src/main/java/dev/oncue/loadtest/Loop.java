package dev.oncue.loadtest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What the main thread has done on an event loop, and waits for. */
public final class Loop {
  private Loop() {}

  /** Does it there and waits until it is done. */
  public static <T> T run(Vertx vertx, Supplier<Future<T>> action, Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    return await(start(vertx, action), patience);
  }

  /** Does it there, and does not wait. */
  public static <T> Future<T> start(Vertx vertx, Supplier<Future<T>> action) {
    return Future.future(promise -> vertx.runOnContext(now -> action.get().onComplete(promise)));
  }

  /**
   * Waits for what is under way.
   *
   * @throws IOException when it failed
   */
  public static <T> T await(Future<T> future, Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new TimeoutException("not done within " + patience);
    }
  }

  /**
   * Waits for what may take too long without being the end of the run; whether it was done in time.
   *
   * @throws IOException when it failed
   */
  public static boolean tryAwait(Future<?> future, Duration patience)
      throws IOException, InterruptedException {
    try {
      await(future, patience);
      return true;
    } catch (TimeoutException tooLong) {
      return false;
    }
  }
}
