package dev.oncue.task;

import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;

/**
 * Seals a shard. Gives its final tally. Runs on every node that owns the shard, and again when the
 * grid's topology changes: it depends on what it was given and on the entry alone, and always sets,
 * since an entry that is not set is not sent on to a node that joins.
 */
public final class Sealing implements Function<ReadWriteEntryView<String, ShardEntry>, byte[]> {
  @ProtoFactory
  Sealing() {}

  @Override
  public byte[] apply(ReadWriteEntryView<String, ShardEntry> entry) {
    ShardEntry sealed = Shards.of(entry).seal();
    entry.set(sealed);
    return sealed.shard().tally().encode();
  }
}
