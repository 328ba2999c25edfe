package dev.oncue.task.command;

import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.entry.Shards;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoName;
import org.infinispan.remoting.transport.Address;
import org.jboss.logging.Logger;

/**
 * Seals a shard, and gives its final tally. Runs on every node that owns the shard, and again when
 * the grid's topology changes: it depends on the entry alone, and always sets, since an entry that
 * is not set is not sent on to a node that joins.
 *
 * <p>The task makes sure that all who have the shard have the same. They need not: where a server
 * dies or joins, a ballot on its way may be cast before the seal here and after it there. Once all
 * copies are sealed and equal, nothing changes them any more, so that the tally is final whoever
 * dies next.
 */
@ProtoName("Sealing")
public final class SealCommand implements Function<ReadWriteEntryView<String, ShardEntry>, byte[]> {
  static final GridTask TASK =
      GridTask.ofShard("oncue.seal", Role.ALL, (shard, parameters) -> sealed(shard));

  private static final Logger LOG = Logger.getLogger(SealCommand.class);
  private static final int TRIES = 5;

  @ProtoFactory
  SealCommand() {}

  @Override
  public byte[] apply(ReadWriteEntryView<String, ShardEntry> entry) {
    ShardEntry sealed = Shards.of(entry).seal();
    entry.set(sealed);
    return sealed.shard().tally().encode();
  }

  private static CompletionStage<byte[]> sealed(Shard shard) {
    return shard.change(new SealCommand()).thenCompose(tally -> agreed(shard, tally, TRIES));
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
    return shard
        .change(new CopyFromPrimary())
        .thenCompose(tally -> agreed(shard, tally, tries - 1));
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
            new ShardMark(shard.key()),
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
