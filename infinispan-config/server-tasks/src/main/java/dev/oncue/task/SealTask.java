package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Seals the shard. */
public final class SealTask extends ShardTask {
  public SealTask() {
    super("oncue.seal");
  }

  @Override
  CompletableFuture<byte[]> run(Shard shard, Map<String, Object> parameters) {
    return shard.write().eval(shard.key(), new Sealing());
  }
}
