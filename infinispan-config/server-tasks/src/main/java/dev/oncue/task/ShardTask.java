package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.infinispan.AdvancedCache;
import org.infinispan.functional.FunctionalMap.ReadOnlyMap;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadOnlyMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;

/**
 * A task on one ballot shard, parameter {@code shard}: the shard's key. The command runs where the
 * shard lies, whichever server was called.
 */
abstract class ShardTask extends GridTask<byte[]> {
  ShardTask(String name) {
    super(name);
  }

  @Override
  final byte[] run(Map<String, Object> parameters) {
    Shard shard = new Shard(cache("shards"), (String) parameters.get("shard"));
    return run(shard, parameters).join();
  }

  abstract CompletableFuture<byte[]> run(Shard shard, Map<String, Object> parameters);

  /** One shard, wherever it lies. */
  record Shard(AdvancedCache<String, ShardEntry> cache, String key) {
    ReadWriteMap<String, ShardEntry> write() {
      return ReadWriteMapImpl.create(FunctionalMapImpl.create(cache));
    }

    ReadOnlyMap<String, ShardEntry> read() {
      return ReadOnlyMapImpl.create(FunctionalMapImpl.create(cache));
    }
  }
}
