package dev.oncue.task.restore;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.journal.JournalFile;
import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.journal.ServerJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.CacheException;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;
import org.infinispan.manager.EmbeddedCacheManager;
import org.jboss.logging.Logger;

/**
 * Brings back what the journals kept, at the start of a server and before it answers anybody.
 *
 * <p>A server that joins others who have everything forgets its own journal: they went on without
 * it. Else all of them were stopped; each then writes what its journal kept into the grid, and
 * waits until so many have done so that nothing can be missing, {@link KnownServers}. What is
 * written twice, or by several, changes nothing.
 */
public final class Restoration {
  private static final Logger LOG = Logger.getLogger(Restoration.class);
  private static final long PAUSE_MILLIS = 200;

  /** A grid may not have been given all of them yet; its ballots do not wait for the others. */
  private static final List<String> REVISED = List.of("polls", "windows", "latencies");

  private final ServerHome home;
  private final String id;

  /** Those whose entries have revisions. */
  private final List<AdvancedCache<String, byte[]>> revised;

  private final AdvancedCache<String, ShardEntry> shards;
  private final Servers servers;

  private KnownServers knownServers;
  private boolean restored;
  private boolean forgotten;
  private String waitsFor = "";

  /** Of the caches of this server. */
  public Restoration(EmbeddedCacheManager manager) throws IOException {
    home =
        new ServerHome(
            Path.of(manager.getCacheManagerConfiguration().globalState().persistentLocation()));
    id = home.id();
    knownServers = home.knownServers();
    revised =
        REVISED.stream()
            .filter(manager::cacheExists)
            .map(name -> manager.<String, byte[]>getCache(name).getAdvancedCache())
            .toList();
    shards = manager.<String, ShardEntry>getCache("shards").getAdvancedCache();
    servers = new Servers(manager, journaled());
  }

  private List<AdvancedCache<?, ?>> journaled() {
    List<AdvancedCache<?, ?>> caches = new ArrayList<>(revised);
    caches.add(shards);
    return caches;
  }

  /** Blocks until all that was acknowledged is in the grid. */
  public void await() throws IOException, InterruptedException {
    while (!isDone()) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean isDone() throws IOException {
    try {
      if (!restored) {
        restoreUnlessOthersHaveAll();
      }
      Set<String> present = servers.present();
      if (knownServers.isCompleteWith(present)) {
        return true;
      }
      waitFor(
          knownServers.servers().size() + " servers kept ballots, and of them too few are here");
    } catch (CacheException e) {
      waitFor("the grid cannot be written yet: " + e.getMessage());
    }
    return false;
  }

  private void waitFor(String reason) {
    if (!reason.equals(waitsFor)) {
      LOG.infof("Oncue waits before it answers: %s", reason);
      waitsFor = reason;
    }
  }

  private void restoreUnlessOthersHaveAll() throws IOException {
    Set<String> others = servers.present();
    others.remove(id);
    if (others.isEmpty() || !knownServers.isCompleteWith(others)) {
      restoreEntries();
    }
    servers.add(id);
    restored = true;
  }

  private void restoreEntries() throws IOException {
    int entries = 0;
    for (AdvancedCache<String, byte[]> cache : revised) {
      entries += restoreRevisions(cache);
    }
    List<JournalFile.Content> ofShards = ServerJournal.of(shards).earlier();
    for (JournalFile.Content content : ofShards) {
      boolean sealed = ShardEntry.isSealed(content.records());
      for (CastBatch batch : pieces(ShardEntry.ballots(content.records()))) {
        run(shards, content.key(), new RestoreShard(batch.encode(), sealed));
      }
    }
    if (entries > 0) {
      LOG.infof(
          "Oncue restored %d polls, windows and latencies, and %d shards",
          entries, ofShards.size());
    }
  }

  /**
   * @return of how many entries
   */
  private static int restoreRevisions(AdvancedCache<String, byte[]> cache) throws IOException {
    List<JournalFile.Content> contents = ServerJournal.of(cache).earlier();
    for (JournalFile.Content content : contents) {
      for (byte[] kept : content.records()) {
        run(cache, content.key(), new PutIfNewer(kept));
      }
    }
    return contents.size();
  }

  /** The ballots in batches that hold a shard no longer than any; one batch at least. */
  private static List<CastBatch> pieces(List<CastBatch> batches) {
    List<Cast> casts = batches.stream().flatMap(batch -> batch.casts().stream()).toList();
    List<CastBatch> pieces = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(from + CastBatch.MAX_CASTS, casts.size());
      pieces.add(new CastBatch(false, casts.subList(from, to)));
      from = to;
    } while (from < casts.size());
    return pieces;
  }

  private static <V> void run(
      AdvancedCache<String, V> cache,
      String key,
      Function<ReadWriteEntryView<String, V>, Boolean> function) {
    try {
      ReadWriteMapImpl.create(FunctionalMapImpl.create(cache)).eval(key, function).join();
    } catch (CompletionException e) {
      // A grid without its majority is what a server that comes back may meet: it waits for it.
      throw e.getCause() instanceof CacheException refused ? refused : e;
    }
  }

  /** Remembers who is here. Called every moment while the server runs. */
  public void remember() throws IOException {
    boolean settled = servers.areSettled();
    KnownServers seen = knownServers.seeing(servers.present(), settled);
    if (!seen.equals(knownServers)) {
      home.keep(seen);
      knownServers = seen;
    }
    if (settled && !forgotten) {
      for (AdvancedCache<?, ?> cache : journaled()) {
        ServerJournal.of(cache).forgetEarlier();
      }
      forgotten = true;
    }
  }
}
