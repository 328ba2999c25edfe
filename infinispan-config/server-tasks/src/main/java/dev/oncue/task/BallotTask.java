package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Reads the ballot of one, parameter {@code viewer}. */
final class BallotTask extends ShardTask {
  BallotTask() {
    super("oncue.ballot");
  }

  @Override
  CompletionStage<byte[]> run(Shard shard, Map<String, ?> parameters) {
    return shard.read(new BallotOf((String) parameters.get("viewer")));
  }
}
