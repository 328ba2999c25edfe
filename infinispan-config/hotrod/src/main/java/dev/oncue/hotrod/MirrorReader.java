package dev.oncue.hotrod;

import dev.oncue.LastFailure;
import dev.oncue.TaskThread;
import dev.oncue.entry.EntryDigest;
import dev.oncue.entry.EntryPage;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * Reads the entries of one cache into their {@link Mirror}, over one connection.
 *
 * <p>Changes first: an entry that the servers notify of is read at once, by {@link EntryReader}, on
 * the threads of the client, whatever else is under way.
 *
 * <p>Beside that, a thread of its own compares all entries with the servers', at the start, after a
 * server that told of changes is gone, and every few seconds. That costs one small call of the task
 * {@code oncue.digest} of that cache, and where something differs one more, {@code oncue.page}, for
 * each {@value #PAGE_BYTES} bytes of entries in the buckets concerned. Such calls read from any
 * owner, which may lag behind the first one that notifies of a change; so they count as begun when
 * the round before them did, and overrule nothing that was learned since.
 */
@ClientListener
public final class MirrorReader implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MirrorReader.class);
  private static final long RETRY_MILLIS = 1_000;

  /** Spread out, so that functions that started together do not all ask at once for ever. */
  private static final long MIN_PAUSE_MILLIS = 8_000;

  private static final long MAX_PAUSE_MILLIS = 12_000;
  private static final int PAGE_BYTES = 1 << 19;

  private final RemoteCache<String, byte[]> cache;
  private final Tasks tasks;
  private final Mirror<?> mirror;
  private final EntryReader entries;
  private final AtomicBoolean isDueSoon = new AtomicBoolean();
  private final LastFailure lastFailure = new LastFailure();
  private final TaskThread reader;

  /** The beginning of the round before; belongs to the thread, as does the next. */
  private Mirror<?>.Reading before;

  private boolean listening;

  /** Runs tasks of the servers. */
  @FunctionalInterface
  interface Tasks {
    /** Runs one on a cache. */
    CompletableFuture<byte[]> run(String cache, String task, Map<String, ?> parameters);
  }

  MirrorReader(RemoteCache<String, byte[]> cache, Tasks tasks, Mirror<?> mirror) {
    this.cache = cache;
    this.tasks = tasks;
    this.mirror = mirror;
    this.entries = new EntryReader(cache::getAsync, mirror, this::compareSoon);
    this.before = mirror.begin();
    this.reader = new TaskThread("oncue-" + mirror.kind().cache(), this::failed);
  }

  Mirror<?> mirror() {
    return mirror;
  }

  /** Begins to read, and goes on until it is closed. */
  void start() {
    reader.run(this::round);
  }

  private void round() {
    long pause = ThreadLocalRandom.current().nextLong(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS);
    reader.runIn(compared() ? pause : RETRY_MILLIS, this::round);
  }

  /** Compares all entries once more in a moment, however often this is asked for until then. */
  private void compareSoon() {
    if (isDueSoon.compareAndSet(false, true)) {
      reader.runIn(RETRY_MILLIS, this::compareNow);
    }
  }

  private void compareNow() {
    isDueSoon.set(false);
    if (!compared()) {
      compareSoon();
    }
  }

  private boolean compared() {
    try {
      if (!listening) {
        cache.addClientListener(this);
        listening = true;
      }
      compare();
      lastFailure.over();
      return true;
    } catch (Throwable e) {
      failed(e);
      return false;
    }
  }

  /** That nobody answers is told by whoever keeps the connection. */
  private void failed(Throwable failure) {
    boolean isTold = Diagnosis.isUnknown(failure) && lastFailure.isNews(failure);
    LOG.logf(
        isTold ? Logger.Level.ERROR : Logger.Level.DEBUG,
        failure,
        "the %s cannot be read; trying again",
        name());
  }

  private void compare() {
    Mirror<?>.Reading now = mirror.begin();
    boolean done = false;
    try {
      EntryDigest mine = mirror.digest();
      byte[] theirs = run("oncue.digest." + name(), Map.of("known", mine.total()));
      if (theirs.length > 0) {
        EntryDigest.decode(theirs).differingFrom(mine, PAGE_BYTES).forEach(this::read);
      }
      now.completes();
      done = true;
    } finally {
      (done ? before : now).close();
      before = done ? now : before;
    }
  }

  private void read(BitSet buckets) {
    byte[] page = run("oncue.page." + name(), Map.of("buckets", buckets.toByteArray()));
    Map<String, byte[]> found = EntryPage.decode(page);
    found.forEach(before::found);
    Set<String> gone = mirror.keysIn(buckets);
    gone.removeAll(found.keySet());
    gone.forEach(key -> before.found(key, null));
  }

  private String name() {
    return mirror.kind().cache();
  }

  private byte[] run(String task, Map<String, ?> parameters) {
    try {
      return tasks
          .run(name(), task, parameters)
          .orTimeout(GridCache.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException(task + " was not answered", e.getCause());
    }
  }

  /** The servers tell of a new entry. */
  @ClientCacheEntryCreated
  public void created(ClientCacheEntryCreatedEvent<String> event) {
    entries.read(event.getKey());
  }

  /** The servers tell of a change. */
  @ClientCacheEntryModified
  public void modified(ClientCacheEntryModifiedEvent<String> event) {
    entries.read(event.getKey());
  }

  /** The servers tell of a removal. */
  @ClientCacheEntryRemoved
  public void removed(ClientCacheEntryRemovedEvent<String> event) {
    entries.read(event.getKey());
  }

  /** The server that told of changes is gone; until another does, some are not told. */
  @ClientCacheFailover
  public void failedOver(ClientCacheFailoverEvent event) {
    reader.run(this::compared);
    compareSoon();
  }

  @Override
  public void close() {
    reader.close();
  }
}
