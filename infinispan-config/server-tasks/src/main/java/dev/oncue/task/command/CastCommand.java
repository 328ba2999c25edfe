package dev.oncue.task.command;

import dev.oncue.ballot.CastOutcomes;
import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.entry.Shards;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;

/**
 * Casts a batch into a shard. Gives what became of it, as {@link CastOutcomes} are encoded. Runs on
 * every node that owns the shard, and again when the grid's topology changes: it depends on what it
 * was given and on the entry alone, and always sets, since an entry that is not set is not sent on
 * to a node that joins.
 */
@ProtoName("Casting")
public final class CastCommand implements Function<ReadWriteEntryView<String, ShardEntry>, byte[]> {
  /** Parameter {@code batch}: a {@link dev.oncue.ballot.CastBatch}, encoded. */
  static final GridTask TASK =
      GridTask.ofShard(
          "oncue.cast",
          Role.only(Role.VOTE),
          (shard, parameters) -> shard.change(new CastCommand((byte[]) parameters.get("batch"))));

  private final byte[] batch;

  @ProtoFactory
  CastCommand(byte[] batch) {
    this.batch = batch;
  }

  @ProtoField(1)
  byte[] batch() {
    return batch;
  }

  @Override
  public byte[] apply(ReadWriteEntryView<String, ShardEntry> entry) {
    ShardEntry.Cast cast = Shards.of(entry).cast(batch);
    entry.set(cast.entry());
    return CastOutcomes.encode(cast.outcomes());
  }
}
