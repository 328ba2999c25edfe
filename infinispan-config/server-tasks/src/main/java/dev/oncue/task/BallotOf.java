package dev.oncue.task;

import dev.oncue.ballot.Ballot;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** A viewer's ballot: options and cast time, or nothing. Runs where the shard lies. */
public final class BallotOf implements Function<ReadEntryView<String, ShardEntry>, byte[]> {
  private static final byte[] NONE = {};

  private final String viewer;

  @ProtoFactory
  BallotOf(String viewer) {
    this.viewer = viewer;
  }

  @ProtoField(1)
  String viewer() {
    return viewer;
  }

  @Override
  public byte[] apply(ReadEntryView<String, ShardEntry> entry) {
    Ballot ballot = Shards.of(entry).shard().ballotOf(viewer);
    return ballot == null
        ? NONE
        : ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
            .putInt(ballot.options())
            .putLong(ballot.castAt())
            .array();
  }
}
