package dev.oncue.embedded;

import dev.oncue.Grid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.CacheException;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.configuration.global.UncleanShutdownAction;
import org.infinispan.manager.DefaultCacheManager;
import org.jspecify.annotations.Nullable;

/**
 * All shared state in this process, on an Infinispan cache manager that keeps its data in a folder.
 *
 * <p>A ballot that was acknowledged is in the folder's journal: the death of the process loses
 * none. A power cut may lose what the operating system had not written yet, unless {@code fsync} is
 * on. One process has the folder at a time. Thread-safe.
 */
public final class EmbeddedGrid implements AutoCloseable {
  private final FileLock lock;
  private final DefaultCacheManager manager;
  private final Journal journal;
  private final EmbeddedReactions reactions;
  private final Grid grid;

  private EmbeddedGrid(
      FileLock lock,
      DefaultCacheManager manager,
      Journal journal,
      EmbeddedReactions reactions,
      Grid grid) {
    this.lock = lock;
    this.manager = manager;
    this.journal = journal;
    this.reactions = reactions;
    this.grid = grid;
  }

  /**
   * Starts on a folder, which is made when it is not there, and reads back what it holds. Blocks
   * until every acknowledged ballot is in its box again.
   *
   * @param folder where the data lies
   * @param fsync whether a ballot is acknowledged only once it is on the disk itself
   * @throws IllegalStateException when the folder cannot be used, or another process has it; the
   *     message names the setting {@code ONCUE_DATA_DIR}
   */
  public static EmbeddedGrid start(Path folder, boolean fsync) {
    FileLock lock = lock(folder);
    DefaultCacheManager manager = null;
    Journal journal = null;
    try {
      manager = new DefaultCacheManager(global(folder).build(), true);
      CacheDefinitions caches = new CacheDefinitions(manager, fsync);
      journal = new Journal(folder.resolve("journal"), fsync);
      EmbeddedPolls polls = new EmbeddedPolls(caches.start("polls"));
      EmbeddedBallotBoxes boxes = new EmbeddedBallotBoxes(caches.start("shards"), journal);
      boxes.restore(polls.stored());
      EmbeddedReactions reactions =
          new EmbeddedReactions(caches.start("reactions"), caches.start("reaction-limits"));
      EmbeddedDeliveries deliveries = new EmbeddedDeliveries(caches.start("deliveries"));
      AdvancedCache<String, String> presence = caches.start("presence");
      EmbeddedWindows windows = new EmbeddedWindows(caches.start("windows"), presence);
      EmbeddedViewers viewers = new EmbeddedViewers(presence);
      EmbeddedLatencies latencies = new EmbeddedLatencies(caches.start("latencies"));
      EmbeddedClaims claims = new EmbeddedClaims(caches.start("claims"));
      Grid grid =
          new Grid(polls, boxes, reactions, deliveries, windows, viewers, latencies, claims);
      return new EmbeddedGrid(lock, manager, journal, reactions, grid);
    } catch (Throwable e) {
      try {
        stop(manager, journal, lock);
      } catch (Throwable unclean) {
        e.addSuppressed(unclean);
      }
      throw e;
    }
  }

  private static GlobalConfigurationBuilder global(Path folder) {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
    global.nonClusteredDefault().cacheManagerName("oncue").defaultCacheName(null);
    global.metrics().gauges(false).histograms(false);
    global.jmx().disable();
    // By itself it would stop at the signal, under the requests that are still under way. Who
    // starts a grid closes it.
    global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
    global.serialization().marshaller(new StoreMarshaller());
    // The lock file of a process that was killed must not keep the next one from starting; that
    // only one runs at a time is ensured by the lock above.
    global
        .globalState()
        .enable()
        .uncleanShutdownAction(UncleanShutdownAction.IGNORE)
        .persistentLocation(folder.toAbsolutePath().toString());
    return global;
  }

  private static FileLock lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw unusable(folder, "is used by another process");
      }
      return lock;
    } catch (IOException e) {
      throw unusable(folder, "must name a folder that can be written");
    }
  }

  private static IllegalStateException unusable(Path folder, String rule) {
    return new IllegalStateException("ONCUE_DATA_DIR " + rule + ": " + folder.toAbsolutePath());
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The state. */
  public Grid grid() {
    return grid;
  }

  /** Writes out what is pending and lets the folder go. */
  @Override
  public void close() {
    try {
      reactions.storeAll();
    } finally {
      stop(manager, journal, lock);
    }
  }

  /** Caches first, then the journal, then the lock; each also when one before it fails. */
  private static void stop(
      @Nullable DefaultCacheManager manager, @Nullable Journal journal, FileLock lock) {
    Channel folder = lock.acquiredBy();
    try (folder;
        journal;
        manager) {
      // Closed in reverse order.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CacheException e) {
      throw new IllegalStateException("the grid did not stop cleanly", e);
    }
  }
}
