package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.infinispan.AdvancedCache;
import org.infinispan.functional.FunctionalMap.ReadOnlyMap;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadOnlyMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;
import org.infinispan.tasks.ServerTask;
import org.infinispan.tasks.TaskContext;
import org.infinispan.tasks.TaskInstantiationMode;

/**
 * A task on one ballot shard, parameter {@code shard}: the shard's key. Called over Hot Rod on the
 * cache {@code shards}, on any server; the command runs where the shard lies. Each call has an
 * instance of its own.
 */
abstract class ShardTask implements ServerTask<byte[]> {
  private final String name;
  private TaskContext context;

  ShardTask(String name) {
    this.name = name;
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final TaskInstantiationMode getInstantiationMode() {
    return TaskInstantiationMode.ISOLATED;
  }

  @Override
  public final void setTaskContext(TaskContext taskContext) {
    context = taskContext;
  }

  @Override
  public final byte[] call() {
    Map<String, Object> parameters = context.getParameters().orElseThrow();
    AdvancedCache<String, ShardEntry> cache =
        context.getCacheManager().<String, ShardEntry>getCache("shards").getAdvancedCache();
    return run(new Shard(cache, (String) parameters.get("shard")), parameters).join();
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
