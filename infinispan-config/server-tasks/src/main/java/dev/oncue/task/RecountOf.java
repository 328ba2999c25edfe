package dev.oncue.task;

import dev.oncue.ballot.BallotShard;
import dev.oncue.ballot.Recount;
import java.util.List;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;

/**
 * The tally of a shard, counted again from its ballots and nothing else. Runs where the shard lies.
 */
public final class RecountOf implements Function<ReadEntryView<String, BallotShard>, byte[]> {
  @ProtoFactory
  RecountOf() {}

  @Override
  public byte[] apply(ReadEntryView<String, BallotShard> entry) {
    return Recount.of(List.of(Shards.of(entry).ballots())).encode();
  }
}
