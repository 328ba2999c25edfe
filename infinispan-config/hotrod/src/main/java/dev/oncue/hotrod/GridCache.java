package dev.oncue.hotrod;

import dev.oncue.StageFailure;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.infinispan.client.hotrod.RemoteCache;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the grid's servers, whether they can be reached or not. Every stage is done in time:
 * it fails with {@link dev.oncue.GridUnavailableException} at once while there is no connection,
 * and when a call is not answered. Thread-safe.
 *
 * @param <V> its values; keys are strings
 */
final class GridCache<V> {
  /** Time for one server that does not answer, and for another that does. */
  static final long TIMEOUT_MILLIS = 1_800;

  private final GridConnection connection;
  private final String name;

  GridCache(GridConnection connection, String name) {
    this.connection = connection;
    this.name = name;
  }

  /** Calls the cache. */
  <T> CompletableFuture<T> call(Function<RemoteCache<String, V>, CompletableFuture<T>> call) {
    return ask(session -> call.apply(session.cache(name)));
  }

  /** Runs a task of the servers on the cache, if possible on the server that has the key first. */
  <T> CompletableFuture<T> run(String task, @Nullable String key, Map<String, ?> parameters) {
    return ask(session -> session.run(name, task, key, parameters));
  }

  private <T> CompletableFuture<T> ask(Function<GridSession, CompletableFuture<T>> call) {
    try {
      return inTime(call.apply(connection.session()));
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(fault(e));
    }
  }

  /** The end of calls, which fail here when they have not ended in time. */
  <T> CompletableFuture<T> inTime(CompletableFuture<T> calls) {
    return calls
        .orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(fault(failure)));
  }

  private Throwable fault(Throwable failure) {
    return connection.fault(StageFailure.cause(failure));
  }
}
