package dev.oncue.task.command;

import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.entry.Shards;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/**
 * Puts the primary owner's copy of a shard in place of all others, and gives its tally. Infinispan
 * runs a function on the primary owner first and sends it on to the others then, so this one takes
 * along what it met there. An instance is used once.
 */
public final class CopyFromPrimary
    implements Function<ReadWriteEntryView<String, ShardEntry>, byte[]> {
  private final ShardEntry sent;
  private ShardEntry met;

  /** For the primary owner. */
  public CopyFromPrimary() {
    this.sent = null;
  }

  @ProtoFactory
  CopyFromPrimary(byte[] copy) {
    this.sent = copy == null ? null : ShardEntry.decode(copy);
  }

  /** What the primary owner has; nothing as long as this was not there. */
  @ProtoField(1)
  byte[] copy() {
    return met == null ? null : met.encode();
  }

  @Override
  public byte[] apply(ReadWriteEntryView<String, ShardEntry> entry) {
    met = sent == null ? Shards.of(entry) : sent;
    entry.set(met);
    return met.shard().tally().encode();
  }
}
