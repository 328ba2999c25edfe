package dev.oncue.task.entry;

import org.infinispan.protostream.annotations.ProtoAdapter;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** How a shard travels to a server that joins. */
@ProtoAdapter(ShardEntry.class)
public final class ShardEntryAdapter {
  @ProtoFactory
  ShardEntry entry(byte[] bytes) {
    return ShardEntry.decode(bytes);
  }

  @ProtoField(1)
  byte[] bytes(ShardEntry entry) {
    return entry.encode();
  }
}
