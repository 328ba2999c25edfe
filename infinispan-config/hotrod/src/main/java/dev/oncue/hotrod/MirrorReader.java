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
 * Reads the entries of one cache into their {@link Mirror}, over one connection: all of them, and
 * then each that the servers tell of.
 *
 * <p>What they did not tell while a connection to one of them was lost is found by reading all
 * entries again: after such a loss, and every few seconds.
 */
@ClientListener
public final class MirrorReader implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MirrorReader.class);
  private static final long RELOAD_SECONDS = 10;
  private static final long RETRY_SECONDS = 1;

  private final RemoteCache<String, byte[]> cache;
  private final Mirror<?> mirror;

  /** One thread, so that the last read of an entry is also the last that is kept. */
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(this::thread);

  private boolean listening;

  MirrorReader(RemoteCache<String, byte[]> cache, Mirror<?> mirror) {
    this.cache = cache;
    this.mirror = mirror;
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "oncue-" + mirror().kind().cache());
    thread.setDaemon(true);
    return thread;
  }

  Mirror<?> mirror() {
    return mirror;
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
      LOG.debugf(e, "the %s cannot be read; trying again", mirror.kind().cache());
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

  /** The servers tell of a new entry. */
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
      LOG.debugf(e, "one of the %s cannot be read; reading all again", mirror.kind().cache());
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
