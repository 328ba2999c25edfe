package dev.oncue.task.command;

import dev.oncue.task.entry.ShardEntry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.manager.ClusterExecutor;

/** One ballot shard, wherever it lies. */
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
