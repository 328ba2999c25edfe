package dev.oncue.task;

import dev.oncue.ballot.Tally;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.infinispan.AdvancedCache;
import org.infinispan.manager.ClusterExecutor;
import org.infinispan.remoting.transport.Address;

/** Counts the ballots again, from the journal of the server that has the shard. */
public final class RecountTask extends ShardTask {
  public RecountTask() {
    super("oncue.recount");
  }

  @Override
  CompletableFuture<byte[]> run(Shard shard, Map<String, Object> parameters) {
    AdvancedCache<String, ShardEntry> cache = shard.cache();
    return cache
        .getAsync(shard.key())
        .thenCompose(
            there ->
                there == null
                    ? CompletableFuture.completedFuture(Tally.ZERO.encode())
                    : recount(cache, shard.key()));
  }

  private static CompletableFuture<byte[]> recount(
      AdvancedCache<String, ShardEntry> cache, String key) {
    AtomicReference<byte[]> tally = new AtomicReference<>(RecountOf.NOT_HERE);
    return onOwner(cache, key)
        .submitConsumer(
            new RecountOf(key),
            (server, counted, fault) -> {
              if (fault != null) {
                throw new IllegalStateException("the recount failed", fault);
              }
              tally.set(counted);
            })
        .thenApply(done -> found(tally.get()));
  }

  private static ClusterExecutor onOwner(AdvancedCache<String, ShardEntry> cache, String key) {
    Address owner =
        cache.getDistributionManager().getCacheTopology().getDistribution(key).primary();
    return cache.getCacheManager().executor().filterTargets(List.of(owner));
  }

  private static byte[] found(byte[] tally) {
    if (tally == RecountOf.NOT_HERE || tally.length == 0) {
      throw new IllegalStateException("the shard is moving to another server; ask again");
    }
    return tally;
  }
}
