package dev.oncue.hotrod;

import dev.oncue.GridUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Asks the grid for entries, once for all who ask for the same one at once: a crowd that comes to
 * an instance before its mirror knows the poll costs one call. Of one key there is one call under
 * way, so that a crowd that asks for what nobody has costs no more than one at a time.
 *
 * <p>Nobody is told that there is nothing by a call that began before he asked: the entry may have
 * been added since. All who came while it was under way share the next one. What is known when the
 * calls have ended is kept by nobody here. A failure is told to all who share it. Thread-safe; no
 * method blocks.
 *
 * @param <V> what is found
 */
final class SharedLookups<V> {
  /** Different keys under way; beyond, who asks is told to come again. */
  static final int MAX_UNDER_WAY = 10_000;

  private final Function<String, CompletableFuture<Optional<V>>> grid;
  private final Map<String, CompletableFuture<Optional<V>>> underWay = new ConcurrentHashMap<>();

  /**
   * @param grid makes one call; it ends in time
   */
  SharedLookups(Function<String, CompletableFuture<Optional<V>>> grid) {
    this.grid = grid;
  }

  /** The entry under a key, on a thread of the grid. It takes two calls at most. */
  CompletableFuture<Optional<V>> find(String key) {
    CompletableFuture<Optional<V>> earlier = underWay.get(key);
    return earlier == null
        ? next(key)
        : earlier.thenCompose(
            found -> found.isPresent() ? CompletableFuture.completedFuture(found) : next(key));
  }

  /** The call that began since its caller asked; a copy, for it is shared. */
  private CompletableFuture<Optional<V>> next(String key) {
    if (underWay.size() >= MAX_UNDER_WAY && !underWay.containsKey(key)) {
      return CompletableFuture.failedFuture(
          new GridUnavailableException("too many unknown entries are asked for at once"));
    }
    CompletableFuture<Optional<V>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<V>> other = underWay.putIfAbsent(key, mine);
    if (other != null) {
      return other.copy();
    }
    grid.apply(key).whenComplete((found, fault) -> end(key, mine, found, fault));
    return mine.copy();
  }

  private void end(
      String key, CompletableFuture<Optional<V>> call, Optional<V> found, Throwable fault) {
    underWay.remove(key, call);
    if (fault == null) {
      call.complete(found);
    } else {
      call.completeExceptionally(fault);
    }
  }

  /** How many calls are under way. */
  int underWay() {
    return underWay.size();
  }
}
