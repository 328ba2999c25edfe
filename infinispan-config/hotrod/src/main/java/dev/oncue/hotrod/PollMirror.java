package dev.oncue.hotrod;

import dev.oncue.poll.Poll;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryCreated;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryModified;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryRemoved;
import org.infinispan.client.hotrod.annotation.ClientCacheFailover;
import org.infinispan.client.hotrod.annotation.ClientListener;
import org.infinispan.client.hotrod.event.ClientCacheEntryCreatedEvent;
import org.infinispan.client.hotrod.event.ClientCacheEntryModifiedEvent;
import org.infinispan.client.hotrod.event.ClientCacheEntryRemovedEvent;
import org.infinispan.client.hotrod.event.ClientCacheFailoverEvent;
import org.jboss.logging.Logger;

/**
 * All polls of the grid in the memory of this process, a few milliseconds behind it: the servers
 * tell of every change, and the poll is then read. A vote thus needs no round trip to know its
 * poll's window; that the window is over is decided where the ballots lie. Thread-safe.
 *
 * <p>What the servers did not get told while a connection was lost is found by reading all polls
 * again, after each reconnect and every few seconds.
 */
@ClientListener
public final class PollMirror implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PollMirror.class);
  private static final long RELOAD_SECONDS = 10;
  private static final long RETRY_SECONDS = 1;

  private final RemoteCache<String, byte[]> cache;
  private final Map<String, Kept> polls = new ConcurrentHashMap<>();
  private final List<Consumer<Poll>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();

  /** One thread, so that the last read of a poll is also the last that is kept. */
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "oncue-polls");
            thread.setDaemon(true);
            return thread;
          });

  private boolean listening;

  private record Kept(int revision, Poll poll) {
    /** A poll with other receipts is another one, under the id of one that was removed. */
    boolean isNewsAfter(Kept earlier) {
      return earlier == null
          || revision > earlier.revision
          || !poll.receipts().equals(earlier.poll.receipts());
    }
  }

  PollMirror(RemoteCache<String, byte[]> cache) {
    this.cache = cache;
  }

  /** Begins to read, and goes on until the grid can be reached. */
  void start() {
    reader.execute(this::load);
  }

  private void load() {
    try {
      if (!listening) {
        cache.addClientListener(this);
        listening = true;
      }
      reload();
      loaded.complete(null);
      reader.schedule(this::load, RELOAD_SECONDS, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      LOG.debug("the polls cannot be read; trying again", e);
      reader.schedule(this::load, RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void reload() {
    Set<String> gone = new HashSet<>(polls.keySet());
    for (String key : cache.keySet()) {
      gone.remove(key);
      put(key, cache.get(key));
    }
    for (String key : gone) {
      put(key, cache.get(key));
    }
  }

  /** The poll under a key, or {@code null}: none is known. */
  Poll get(String key) {
    Kept kept = polls.get(key);
    return kept == null ? null : kept.poll();
  }

  /** All polls, once they have been read for the first time. */
  CompletionStage<List<Poll>> all() {
    return loaded.thenApply(done -> polls.values().stream().map(Kept::poll).toList());
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

  /** The servers tell of a new poll. */
  @ClientCacheEntryCreated
  public void created(ClientCacheEntryCreatedEvent<String> event) {
    read(event.getKey());
  }

  /** The servers tell of a change. */
  @ClientCacheEntryModified
  public void modified(ClientCacheEntryModifiedEvent<String> event) {
    read(event.getKey());
  }

  /** The servers tell of a removal. */
  @ClientCacheEntryRemoved
  public void removed(ClientCacheEntryRemovedEvent<String> event) {
    read(event.getKey());
  }

  /** Changes may have been missed. */
  @ClientCacheFailover
  public void failedOver(ClientCacheFailoverEvent event) {
    reader.execute(this::reload);
  }

  private void read(String key) {
    reader.execute(() -> put(key, cache.get(key)));
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
