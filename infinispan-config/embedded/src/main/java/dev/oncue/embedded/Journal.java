package dev.oncue.embedded;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.AdvancedCache;

/**
 * What ballots survive in: for each shard a row of batches, numbered from 0 without a gap, each
 * written once. Key: {@code <shard key>/<number>}. Thread-safe.
 */
final class Journal {
  private final AdvancedCache<String, byte[]> cache;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  Journal(AdvancedCache<String, byte[]> cache) {
    this.cache = cache;
  }

  /** The row of a shard. */
  Row row(String shardKey) {
    return rows.computeIfAbsent(shardKey, Row::new);
  }

  /** The keys of all shards that have a row in the store. Reads the whole store. */
  Set<String> storedShardKeys() {
    Set<String> shardKeys = new LinkedHashSet<>();
    for (String key : cache.keySet()) {
      int slash = key.lastIndexOf('/');
      String shardKey = key.substring(0, slash);
      row(shardKey).startAfter(Integer.parseInt(key.substring(slash + 1)));
      shardKeys.add(shardKey);
    }
    return shardKeys;
  }

  /** The batches of one shard. */
  final class Row {
    private final String shardKey;
    private final Set<CompletableFuture<Void>> underWay = new HashSet<>();
    private int next;
    private List<Cast> unwritten = new ArrayList<>();

    private Row(String shardKey) {
      this.shardKey = shardKey;
    }

    private synchronized void startAfter(int number) {
      next = Math.max(next, number + 1);
    }

    /**
     * Takes the ballots that just got into the shard, in the order in which they got in: call it
     * while the shard's entry is locked. Nothing is written until {@link #flush}.
     */
    synchronized void take(List<Cast> casts) {
      unwritten.addAll(casts);
    }

    /**
     * Writes what was taken and not written yet. Every ballot that was taken is kept, or on its way
     * in a write, or waits here to be written; it is never in none of these places.
     *
     * @return completes when everything taken so far is kept. It fails when a write did; what was
     *     not written stays, and the next flush tries again. A write that failed before does not
     *     fail those that come after it.
     */
    synchronized CompletionStage<Void> flush(boolean revote) {
      if (!unwritten.isEmpty()) {
        List<Cast> casts = unwritten;
        unwritten = new ArrayList<>();
        CompletableFuture<Void> write = new CompletableFuture<>();
        underWay.add(write);
        put(shardKey + '/' + next++, new CastBatch(revote, casts))
            .whenComplete((done, fault) -> ended(write, casts, fault));
      }
      return CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<byte[]> put(String key, CastBatch batch) {
      try {
        return cache
            .withFlags(org.infinispan.context.Flag.IGNORE_RETURN_VALUES)
            .putAsync(key, batch.encode());
      } catch (RuntimeException e) {
        // A cache that has been stopped throws at once.
        return CompletableFuture.failedFuture(e);
      }
    }

    private void ended(CompletableFuture<Void> write, List<Cast> casts, Throwable fault) {
      synchronized (this) {
        underWay.remove(write);
        if (fault != null) {
          List<Cast> all = new ArrayList<>(casts);
          all.addAll(unwritten);
          unwritten = all;
        }
      }
      if (fault == null) {
        write.complete(null);
      } else {
        write.completeExceptionally(fault);
      }
    }

    private synchronized List<String> keys() {
      List<String> keys = new ArrayList<>(next);
      for (int number = 0; number < next; number++) {
        keys.add(shardKey + '/' + number);
      }
      return keys;
    }

    /** The batches that are kept, in order. */
    CompletionStage<List<CastBatch>> read() {
      List<String> keys = keys();
      return cache
          .getAllAsync(new LinkedHashSet<>(keys))
          .thenApply(
              found ->
                  keys.stream()
                      .map(found::get)
                      .filter(java.util.Objects::nonNull)
                      .map(CastBatch::decode)
                      .toList());
    }

    /** Removes the row. */
    CompletionStage<Void> discard() {
      CompletableFuture<?>[] removals =
          keys().stream().map(cache::removeAsync).toArray(CompletableFuture[]::new);
      rows.remove(shardKey);
      return CompletableFuture.allOf(removals);
    }
  }
}
