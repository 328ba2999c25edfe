package dev.oncue.task;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotShard;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** A viewer's ballot: options and cast time, or nothing. Runs where the shard lies. */
public final class BallotOf implements Function<ReadEntryView<String, BallotShard>, byte[]> {
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
  public byte[] apply(ReadEntryView<String, BallotShard> entry) {
    Ballot ballot = Shards.of(entry).ballotOf(viewer);
    return ballot == null
        ? NONE
        : ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
            .putInt(ballot.options())
            .putLong(ballot.castAt())
            .array();
  }
}
