package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.infinispan.AdvancedCache;
import org.infinispan.functional.FunctionalMap.ReadOnlyMap;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadOnlyMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;
import org.infinispan.manager.ClusterExecutor;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.security.Security;

/**
 * A task on one ballot shard, parameter {@code shard}: the shard's key. The command runs where the
 * shard lies, whichever server was called.
 */
abstract class ShardTask extends GridTask {
  ShardTask(String name) {
    super(name);
  }

  @Override
  final CompletionStage<byte[]> run(EmbeddedCacheManager grid, Map<String, ?> parameters) {
    return run(new Shard(cache(grid, "shards"), (String) parameters.get("shard")), parameters);
  }

  abstract CompletionStage<byte[]> run(Shard shard, Map<String, ?> parameters);

  /** One shard, wherever it lies. */
  record Shard(AdvancedCache<String, ShardEntry> cache, String key) {
    ReadWriteMap<String, ShardEntry> write() {
      return ReadWriteMapImpl.create(FunctionalMapImpl.create(cache));
    }

    /** Runs functions on servers. */
    ClusterExecutor servers() {
      return Security.doAs(OncueModule.SERVER, () -> cache.getCacheManager().executor());
    }

    ReadOnlyMap<String, ShardEntry> read() {
      return ReadOnlyMapImpl.create(FunctionalMapImpl.create(cache));
    }
  }
}
