package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads the ballot of one, parameter {@code viewer}. */
public final class BallotTask extends ShardTask {
  public BallotTask() {
    super("oncue.ballot");
  }

  @Override
  CompletableFuture<byte[]> run(Shard shard, Map<String, Object> parameters) {
    return shard.read().eval(shard.key(), new BallotOf((String) parameters.get("viewer")));
  }
}
