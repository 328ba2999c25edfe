package dev.oncue.task.restore;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/**
 * Puts an entry that a server's journal kept, unless a later revision of it is there. It begins
 * with its revision, 4 bytes, big-endian.
 */
public final class PutIfNewer implements Function<ReadWriteEntryView<String, byte[]>, Boolean> {
  private final byte[] kept;

  @ProtoFactory
  PutIfNewer(byte[] kept) {
    this.kept = kept;
  }

  @ProtoField(1)
  byte[] kept() {
    return kept;
  }

  @Override
  public Boolean apply(ReadWriteEntryView<String, byte[]> entry) {
    byte[] current = entry.find().orElse(null);
    entry.set(current == null || revision(kept) > revision(current) ? kept : current);
    return true;
  }

  static int revision(byte[] kept) {
    return ByteBuffer.wrap(kept).getInt();
  }
}
