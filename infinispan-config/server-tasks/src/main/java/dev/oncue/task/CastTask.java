package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Casts a batch, parameter {@code batch}. */
public final class CastTask extends ShardTask {
  public CastTask() {
    super("oncue.cast");
  }

  @Override
  CompletableFuture<byte[]> run(Shard shard, Map<String, Object> parameters) {
    return shard.write().eval(shard.key(), new Casting((byte[]) parameters.get("batch")));
  }
}
