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
    Future<T> done =
        Future.future(promise -> vertx.runOnContext(now -> action.get().onComplete(promise)));
    return await(done, patience);
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
}
