package dev.oncue.task;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.remoting.transport.Address;
import org.jboss.logging.Logger;

/**
 * Seals the shard, and makes sure that all who have it have the same. They need not: where a server
 * dies or joins, a ballot on its way may be cast before the seal here and after it there. Once all
 * copies are sealed and equal, nothing changes them any more, so that the tally is final whoever
 * dies next.
 */
final class SealTask extends ShardTask {
  private static final Logger LOG = Logger.getLogger(SealTask.class);
  private static final int TRIES = 5;

  SealTask() {
    super("oncue.seal");
  }

  @Override
  CompletionStage<byte[]> run(Shard shard, Map<String, ?> parameters) {
    return shard.change(new Sealing()).thenCompose(tally -> agreed(shard, tally, TRIES));
  }

  private static CompletionStage<byte[]> agreed(Shard shard, byte[] tally, int tries) {
    return isAgreed(shard)
        .thenCompose(
            agreed -> agreed ? CompletableFuture.completedFuture(tally) : agree(shard, tries));
  }

  private static CompletionStage<byte[]> agree(Shard shard, int tries) {
    if (tries == 0) {
      throw new IllegalStateException("the copies of a sealed shard still differ; ask again");
    }
    LOG.infof("the copies of %s differ; all take the primary owner's", shard.key());
    return shard.change(new Agreeing()).thenCompose(tally -> agreed(shard, tally, tries - 1));
  }

  /** Whether all owners had the same copy, and were the owners when that was asked and answered. */
  private static CompletionStage<Boolean> isAgreed(Shard shard) {
    LocalizedCacheTopology topology = shard.topology();
    Collection<Address> owners = topology.getDistribution(shard.key()).writeOwners();
    Set<Long> marks = ConcurrentHashMap.newKeySet();
    Set<Throwable> faults = ConcurrentHashMap.newKeySet();
    return shard
        .servers()
        .filterTargets(owners)
        .<Long>submitConsumer(
            new MarkOf(shard.key()),
            (owner, mark, fault) -> {
              if (fault == null) {
                marks.add(mark);
              } else {
                faults.add(fault);
              }
            })
        .handle(
            (done, fault) ->
                fault == null
                    && marks.size() == 1
                    && faults.isEmpty()
                    && shard.topology().getTopologyId() == topology.getTopologyId());
  }
}
