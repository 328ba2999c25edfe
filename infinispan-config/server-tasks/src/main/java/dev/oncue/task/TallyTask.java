package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Reads the tally. */
final class TallyTask extends ShardTask {
  TallyTask() {
    super("oncue.tally");
  }

  @Override
  CompletionStage<byte[]> run(Shard shard, Map<String, ?> parameters) {
    return shard.read(new TallyOf());
  }
}
