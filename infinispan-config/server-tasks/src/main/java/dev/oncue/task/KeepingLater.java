package dev.oncue.task;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/**
 * Puts a poll that a server's journal kept, unless a later revision of it is there. A kept poll
 * begins with its revision, 4 bytes, big-endian.
 */
public final class KeepingLater implements Function<ReadWriteEntryView<String, byte[]>, Boolean> {
  private final byte[] poll;

  @ProtoFactory
  KeepingLater(byte[] poll) {
    this.poll = poll;
  }

  @ProtoField(1)
  byte[] poll() {
    return poll;
  }

  @Override
  public Boolean apply(ReadWriteEntryView<String, byte[]> entry) {
    byte[] there = entry.find().orElse(null);
    entry.set(there == null || revision(poll) > revision(there) ? poll : there);
    return true;
  }

  static int revision(byte[] poll) {
    return ByteBuffer.wrap(poll).getInt();
  }
}
