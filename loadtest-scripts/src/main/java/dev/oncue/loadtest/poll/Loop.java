package dev.oncue.loadtest.poll;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What the main thread has done on an event loop, and waits for. */
final class Loop {
  private Loop() {}

  /** Does it there and waits until it is done. */
  static void run(Vertx vertx, Supplier<Future<Void>> action, Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    Future<Void> done =
        Future.future(promise -> vertx.runOnContext(now -> action.get().onComplete(promise)));
    await(done, patience);
  }

  /** Waits for what is under way. */
  static void await(Future<Void> future, Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }
}
