package dev.oncue.hotrod;

import dev.oncue.GridUnavailableException;
import dev.oncue.poll.Poll;
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
 * All polls of the grid in the memory of this process, a few milliseconds behind it. A vote thus
 * needs no round trip to know its poll's window; that the window is over is decided where the
 * ballots lie. It answers for the grid only while it is complete: while a {@link PollReader} has
 * read all polls, and its connection lasts. Thread-safe.
 */
final class PollMirror {
  private static final long PATIENCE_MILLIS = 1_800;

  private final Map<String, Kept> polls = new ConcurrentHashMap<>();
  private final List<Consumer<Poll>> listeners = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> complete = new CompletableFuture<>();

  private record Kept(int revision, Poll poll) {
    /** A poll with other receipts is another one, under the id of one that was removed. */
    boolean isNewsAfter(Kept earlier) {
      return earlier == null
          || revision > earlier.revision
          || !poll.receipts().equals(earlier.poll.receipts());
    }
  }

  /** There is a connection again: what is here may be old, until all has been read. */
  void awaitReading() {
    complete = new CompletableFuture<>();
  }

  /** All polls have been read. */
  void complete() {
    complete.complete(null);
  }

  /** There is no connection. Whoever waits for the polls is told so. */
  void lose(GridUnavailableException reason) {
    CompletableFuture<Void> before = complete;
    complete = CompletableFuture.failedFuture(reason);
    before.completeExceptionally(reason);
  }

  /** The poll under a key; {@code null}: the grid must be asked. */
  Poll get(String key) {
    CompletableFuture<Void> now = complete;
    Kept kept = now.isDone() && !now.isCompletedExceptionally() ? polls.get(key) : null;
    return kept == null ? null : kept.poll();
  }

  /** All polls, once they have been read. */
  CompletionStage<List<Poll>> all() {
    return complete
        .thenApply(done -> polls.values().stream().map(Kept::poll).toList())
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(fault(failure)));
  }

  private static Throwable fault(Throwable failure) {
    return failure instanceof TimeoutException
        ? new GridUnavailableException("the polls of the grid have not been read yet")
        : failure;
  }

  /** The keys of all polls that are kept here; a copy. */
  Set<String> keys() {
    return new HashSet<>(polls.keySet());
  }

  /**
   * Keeps what the grid has under a key; {@code null}: nothing. Tells of it if it is news: a read
   * that was overtaken by a later one is not.
   */
  synchronized void put(String key, byte[] bytes) {
    if (bytes == null) {
      polls.remove(key);
      return;
    }
    Kept kept = new Kept(KeptPoll.revision(bytes), KeptPoll.decode(bytes));
    if (kept.isNewsAfter(polls.get(key))) {
      polls.put(key, kept);
      listeners.forEach(listener -> listener.accept(kept.poll()));
    }
  }

  void watch(Consumer<Poll> listener) {
    listeners.add(listener);
  }
}
