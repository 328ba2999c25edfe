package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.manager.ClusterExecutor;

/**
 * A task on one ballot shard, parameter {@code shard}: the shard's key. The command runs where the
 * shard lies, whichever server was called.
 */
abstract class ShardTask extends GridTask {
  ShardTask(String name) {
    super(name);
  }

  @Override
  final CompletionStage<byte[]> run(ServerCache.All caches, Map<String, ?> parameters) {
    return run(new Shard(caches.named("shards"), (String) parameters.get("shard")), parameters);
  }

  abstract CompletionStage<byte[]> run(Shard shard, Map<String, ?> parameters);

  /** One shard, wherever it lies. */
  record Shard(ServerCache<ShardEntry> shards, String key) {
    /** Changes it, on each of its owners. */
    CompletableFuture<byte[]> change(
        Function<ReadWriteEntryView<String, ShardEntry>, byte[]> function) {
      return shards.write().eval(key, function);
    }

    /** Reads it, on one of its owners. */
    CompletableFuture<byte[]> read(Function<ReadEntryView<String, ShardEntry>, byte[]> function) {
      return shards.read().eval(key, function);
    }

    /** Where the shards lie, as this server knows it now. */
    LocalizedCacheTopology topology() {
      return shards.cache().getDistributionManager().getCacheTopology();
    }

    /** Runs functions on servers. */
    ClusterExecutor servers() {
      return shards.servers();
    }
  }
}
