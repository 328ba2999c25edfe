package dev.oncue.task.command;

import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.entry.Shards;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoName;

/** Reads the tally of a shard, on one of its owners. */
@ProtoName("TallyOf")
public final class TallyCommand implements Function<ReadEntryView<String, ShardEntry>, byte[]> {
  static final GridTask TASK =
      GridTask.ofShard(
          "oncue.tally", Role.ALL, (shard, parameters) -> shard.read(new TallyCommand()));

  @ProtoFactory
  TallyCommand() {}

  @Override
  public byte[] apply(ReadEntryView<String, ShardEntry> entry) {
    return Shards.of(entry).shard().tally().encode();
  }
}
