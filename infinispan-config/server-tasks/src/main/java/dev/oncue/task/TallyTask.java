package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads the tally. */
public final class TallyTask extends ShardTask {
  public TallyTask() {
    super("oncue.tally");
  }

  @Override
  CompletableFuture<byte[]> run(Shard shard, Map<String, Object> parameters) {
    return shard.read().eval(shard.key(), new TallyOf());
  }
}
