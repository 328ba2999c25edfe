package dev.oncue.hotrod;

import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
 * Reads the polls of one connection into the {@link PollMirror}: all of them, and then each that
 * the servers tell of.
 *
 * <p>What they did not tell while a connection to one of them was lost is found by reading all
 * polls again: after such a loss, and every few seconds.
 */
@ClientListener
public final class PollReader implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PollReader.class);
  private static final long RELOAD_SECONDS = 10;
  private static final long RETRY_SECONDS = 1;

  private final RemoteCache<String, byte[]> cache;
  private final PollMirror mirror;

  /** One thread, so that the last read of a poll is also the last that is kept. */
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "oncue-polls");
            thread.setDaemon(true);
            return thread;
          });

  private boolean listening;

  PollReader(RemoteCache<String, byte[]> cache, PollMirror mirror) {
    this.cache = cache;
    this.mirror = mirror;
  }

  /** Begins to read, and goes on until it is closed. */
  void start() {
    reader.execute(this::load);
  }

  private void load() {
    long pause = RELOAD_SECONDS;
    try {
      if (!listening) {
        cache.addClientListener(this);
        listening = true;
      }
      reload();
    } catch (RuntimeException e) {
      LOG.debug("the polls cannot be read; trying again", e);
      pause = RETRY_SECONDS;
    }
    if (!reader.isShutdown()) {
      reader.schedule(this::load, pause, TimeUnit.SECONDS);
    }
  }

  private void reload() {
    Set<String> gone = mirror.keys();
    for (String key : cache.keySet()) {
      gone.remove(key);
      mirror.put(key, cache.get(key));
    }
    for (String key : gone) {
      mirror.put(key, cache.get(key));
    }
    mirror.complete();
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

  /** The server that told of changes is gone; until another does, some are not told. */
  @ClientCacheFailover
  public void failedOver(ClientCacheFailoverEvent event) {
    run(this::reload);
    reader.schedule(() -> tryTo(this::reload), RETRY_SECONDS, TimeUnit.SECONDS);
  }

  private void read(String key) {
    run(() -> mirror.put(key, cache.get(key)));
  }

  private void run(Runnable reading) {
    try {
      reader.execute(() -> tryTo(reading));
    } catch (RejectedExecutionException e) {
      LOG.debug("the connection has ended", e);
    }
  }

  /** What is not read now is read with all others, in a moment. */
  private void tryTo(Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException e) {
      LOG.debug("a poll cannot be read; reading all again", e);
      if (!reader.isShutdown()) {
        reader.schedule(() -> tryTo(this::reload), RETRY_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
