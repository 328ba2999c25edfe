package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Counts the ballots again. */
public final class RecountTask extends ShardTask {
  public RecountTask() {
    super("oncue.recount");
  }

  @Override
  CompletableFuture<byte[]> run(Shard shard, Map<String, Object> parameters) {
    return shard.read().eval(shard.key(), new RecountOf());
  }
}
