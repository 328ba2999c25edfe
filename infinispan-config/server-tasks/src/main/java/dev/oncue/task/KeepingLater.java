package dev.oncue.task;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/**
 * Puts an entry that a server's {@link RevisionJournal} kept, unless a later revision of it is
 * there. It begins with its revision, 4 bytes, big-endian.
 */
public final class KeepingLater implements Function<ReadWriteEntryView<String, byte[]>, Boolean> {
  private final byte[] kept;

  @ProtoFactory
  KeepingLater(byte[] kept) {
    this.kept = kept;
  }

  @ProtoField(1)
  byte[] kept() {
    return kept;
  }

  @Override
  public Boolean apply(ReadWriteEntryView<String, byte[]> entry) {
    byte[] there = entry.find().orElse(null);
    entry.set(there == null || revision(kept) > revision(there) ? kept : there);
    return true;
  }

  static int revision(byte[] kept) {
    return ByteBuffer.wrap(kept).getInt();
  }
}
