package dev.oncue.task;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.journal.JournalFile;
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
 * it. Else all of them were stopped; each then tells the grid what its journal kept, and waits
 * until so many have told that nothing can be missing, {@link Roster}. Whatever is told twice, or
 * by several, changes nothing.
 */
final class Restoration {
  private static final Logger LOG = Logger.getLogger(Restoration.class);
  private static final long LOOK_AGAIN_MILLIS = 200;

  /** A grid may not have been given the windows yet; its ballots do not wait for them. */
  private static final List<String> REVISED = List.of("polls", "windows");

  private final ServerHome home;
  private final String id;

  /** Those whose entries have revisions. */
  private final List<AdvancedCache<String, byte[]>> revised;

  private final AdvancedCache<String, ShardEntry> shards;
  private final Servers servers;

  private Roster roster;
  private boolean told;
  private boolean forgotten;
  private String waitsFor = "";

  Restoration(EmbeddedCacheManager manager) throws IOException {
    home =
        new ServerHome(
            Path.of(manager.getCacheManagerConfiguration().globalState().persistentLocation()));
    id = home.id();
    roster = home.roster();
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
  void await() throws IOException, InterruptedException {
    while (!isDone()) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  private boolean isDone() throws IOException {
    try {
      if (!told) {
        tellUnlessOthersHaveAll();
      }
      Set<String> present = servers.present();
      if (roster.isCompleteWith(present)) {
        return true;
      }
      waitFor(roster.servers().size() + " servers kept ballots, and of them too few are here");
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

  private void tellUnlessOthersHaveAll() throws IOException {
    Set<String> others = servers.present();
    others.remove(id);
    if (others.isEmpty() || !roster.isCompleteWith(others)) {
      tell();
    }
    servers.add(id);
    told = true;
  }

  private void tell() throws IOException {
    int entries = 0;
    for (AdvancedCache<String, byte[]> cache : revised) {
      entries += tellLatest(cache);
    }
    List<JournalFile.Content> ofShards = Journal.of(shards).earlier();
    for (JournalFile.Content content : ofShards) {
      boolean sealed = ShardEntry.isSealed(content.records());
      for (CastBatch batch : pieces(ShardEntry.ballots(content.records()))) {
        run(shards, content.key(), new Restoring(batch.encode(), sealed));
      }
    }
    if (entries > 0) {
      LOG.infof("Oncue restored %d polls and windows, and %d shards", entries, ofShards.size());
    }
  }

  /**
   * @return of how many entries
   */
  private static int tellLatest(AdvancedCache<String, byte[]> cache) throws IOException {
    List<JournalFile.Content> contents = Journal.of(cache).earlier();
    for (JournalFile.Content content : contents) {
      for (byte[] kept : content.records()) {
        run(cache, content.key(), new KeepingLater(kept));
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
  void look() throws IOException {
    boolean settled = servers.areSettled();
    Roster seen = roster.seeing(servers.present(), settled);
    if (!seen.equals(roster)) {
      home.keep(seen);
      roster = seen;
    }
    if (settled && !forgotten) {
      for (AdvancedCache<?, ?> cache : journaled()) {
        Journal.of(cache).forgetEarlier();
      }
      forgotten = true;
    }
  }
}
