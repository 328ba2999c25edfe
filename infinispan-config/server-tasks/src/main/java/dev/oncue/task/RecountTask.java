package dev.oncue.task;

import dev.oncue.ballot.Tally;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.infinispan.remoting.transport.Address;

/** Counts the ballots again, from the journal of the server that has the shard. */
final class RecountTask extends ShardTask {
  RecountTask() {
    super("oncue.recount");
  }

  @Override
  CompletionStage<byte[]> run(Shard shard, Map<String, ?> parameters) {
    CompletableFuture<byte[]> tally = shard.read(new TallyOf());
    return onOwner(shard).thenCombine(tally, RecountTask::unlessItMoved);
  }

  private static CompletableFuture<byte[]> onOwner(Shard shard) {
    CompletableFuture<byte[]> recount = new CompletableFuture<>();
    Address owner = shard.topology().getDistribution(shard.key()).primary();
    shard
        .servers()
        .filterTargets(List.of(owner))
        .submitConsumer(
            new RecountOf(shard.key()),
            (server, counted, fault) -> {
              if (fault == null) {
                recount.complete(counted);
              } else {
                recount.completeExceptionally(fault);
              }
            })
        .whenComplete((done, fault) -> recount.complete(RecountOf.NOT_HERE));
    return recount;
  }

  private static byte[] unlessItMoved(byte[] recount, byte[] tally) {
    if (recount.length > 0) {
      return recount;
    }
    if (Tally.decode(tally).ballots() > 0) {
      throw new IllegalStateException("the shard is moving to another server; ask again");
    }
    return Tally.ZERO.encode();
  }
}
