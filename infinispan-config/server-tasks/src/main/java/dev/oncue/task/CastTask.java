package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Casts a batch, parameter {@code batch}. */
final class CastTask extends ShardTask {
  CastTask() {
    super("oncue.cast");
  }

  @Override
  CompletionStage<byte[]> run(Shard shard, Map<String, ?> parameters) {
    return shard.change(new Casting((byte[]) parameters.get("batch")));
  }
}
