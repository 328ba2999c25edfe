package dev.oncue.task.restore;

import dev.oncue.ballot.CastBatch;
import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.entry.Shards;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;

/**
 * Puts into a shard what a server's journal kept of it. Runs where the shard lies, and may run
 * again: see {@link dev.oncue.ballot.BallotShard#restore}.
 */
@ProtoName("Restoring")
public final class RestoreShard
    implements Function<ReadWriteEntryView<String, ShardEntry>, Boolean> {
  private final byte[] batch;
  private final boolean sealed;

  @ProtoFactory
  RestoreShard(byte[] batch, boolean sealed) {
    this.batch = batch;
    this.sealed = sealed;
  }

  @ProtoField(1)
  byte[] batch() {
    return batch;
  }

  @ProtoField(value = 2, defaultValue = "false")
  boolean sealed() {
    return sealed;
  }

  @Override
  public Boolean apply(ReadWriteEntryView<String, ShardEntry> entry) {
    ShardEntry restored = Shards.of(entry).restore(CastBatch.decode(batch));
    entry.set(sealed ? restored.seal() : restored);
    return true;
  }
}
