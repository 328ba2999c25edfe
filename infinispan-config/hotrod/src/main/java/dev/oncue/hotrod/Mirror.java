package dev.oncue.hotrod;

import dev.oncue.GridUnavailableException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * All entries of a kind in the memory of this process, a few milliseconds behind the grid. A vote
 * thus needs no round trip to know its poll's window; that the window is over is decided where the
 * ballots lie. It answers for the grid only while it is complete: while a {@link MirrorReader} has
 * read all entries, and its connection lasts. It is filled from when somebody wants it, since not
 * every function asks for every kind. Thread-safe.
 *
 * @param <V> what it mirrors
 */
final class Mirror<V> {
  private static final long PATIENCE_MILLIS = 1_800;

  private final Kind<V> kind;
  private final Map<String, Kept<V>> entries = new ConcurrentHashMap<>();
  private final List<Consumer<V>> listeners = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> complete = new CompletableFuture<>();
  private volatile boolean wanted;
  private volatile Runnable whenWanted = () -> {};

  Mirror(Kind<V> kind) {
    this.kind = kind;
  }

  Kind<V> kind() {
    return kind;
  }

  /** Somebody is going to ask. */
  void want() {
    if (!wanted) {
      wanted = true;
      whenWanted.run();
    }
  }

  boolean isWanted() {
    return wanted;
  }

  /** Runs a task when somebody begins to want it. */
  void whenWanted(Runnable task) {
    whenWanted = task;
  }

  /** There is a connection again: what is here may be old, until all has been read. */
  void awaitReading() {
    complete = new CompletableFuture<>();
  }

  /** All entries have been read. */
  void complete() {
    complete.complete(null);
  }

  /** There is no connection. Whoever waits for the entries is told so. */
  void lose(GridUnavailableException reason) {
    CompletableFuture<Void> before = complete;
    complete = CompletableFuture.failedFuture(reason);
    before.completeExceptionally(reason);
  }

  /** The entry under a key; {@code null}: the grid must be asked. */
  V get(String key) {
    CompletableFuture<Void> now = complete;
    Kept<V> kept = now.isDone() && !now.isCompletedExceptionally() ? entries.get(key) : null;
    return kept == null ? null : kept.value();
  }

  /** All entries, once they have been read. */
  CompletionStage<List<V>> all() {
    want();
    return complete
        .thenApply(done -> entries.values().stream().map(Kept::value).toList())
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(fault(failure)));
  }

  private Throwable fault(Throwable failure) {
    return failure instanceof TimeoutException
        ? new GridUnavailableException(
            "the " + kind.cache() + " of the grid have not been read yet")
        : failure;
  }

  /** The keys of all entries that are kept here; a copy. */
  Set<String> keys() {
    return new HashSet<>(entries.keySet());
  }

  /**
   * Keeps what the grid has under a key; {@code null}: nothing. Tells of it if it is news: a read
   * that was overtaken by a later one is not.
   */
  synchronized void put(String key, byte[] bytes) {
    if (bytes == null) {
      entries.remove(key);
      return;
    }
    Kept<V> kept = Kept.decode(bytes, kind);
    if (kept.isNewsAfter(entries.get(key), kind)) {
      entries.put(key, kept);
      listeners.forEach(listener -> listener.accept(kept.value()));
    }
  }

  void watch(Consumer<V> listener) {
    listeners.add(listener);
    want();
  }
}
