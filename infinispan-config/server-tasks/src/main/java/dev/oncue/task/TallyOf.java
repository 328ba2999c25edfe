package dev.oncue.task;

import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;

/** The tally of a shard. Runs where the shard lies. */
public final class TallyOf implements Function<ReadEntryView<String, ShardEntry>, byte[]> {
  @ProtoFactory
  TallyOf() {}

  @Override
  public byte[] apply(ReadEntryView<String, ShardEntry> entry) {
    return Shards.of(entry).shard().tally().encode();
  }
}
