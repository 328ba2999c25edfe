package dev.oncue.task.command;

import dev.oncue.ballot.BallotShard;
import dev.oncue.ballot.FoundBallots;
import dev.oncue.ballot.ShardLookup;
import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.entry.Shards;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.functional.FunctionalMap.ReadOnlyMap;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;

/** Looks up ballots of viewers in a shard, on one of its owners. Gives {@link FoundBallots}. */
@ProtoName("BallotsOf")
public final class BallotsCommand implements Function<ReadEntryView<String, ShardEntry>, byte[]> {
  /**
   * In any number of shards, wherever they lie. Parameter {@code lookups}: {@link ShardLookup}s,
   * encoded. Gives {@link FoundBallots}, encoded, in their order.
   */
  static final GridTask TASK =
      new GridTask("oncue.ballots", Role.only(Role.VOTE, Role.LIVE), BallotsCommand::inShards);

  private final List<String> viewers;

  @ProtoFactory
  BallotsCommand(List<String> viewers) {
    this.viewers = viewers;
  }

  @ProtoField(1)
  List<String> viewers() {
    return viewers;
  }

  @Override
  public byte[] apply(ReadEntryView<String, ShardEntry> entry) {
    BallotShard shard = Shards.of(entry).shard();
    return FoundBallots.encode(
        viewers.stream().map(viewer -> Optional.ofNullable(shard.ballotOf(viewer))).toList());
  }

  private static CompletionStage<byte[]> inShards(
      ServerCache.All caches, Map<String, ?> parameters) {
    ReadOnlyMap<String, ShardEntry> shards = caches.<ShardEntry>named("shards").read();
    List<CompletableFuture<byte[]>> found =
        ShardLookup.decode((byte[]) parameters.get("lookups")).stream()
            .map(lookup -> shards.eval(lookup.shard(), new BallotsCommand(lookup.viewers())))
            .toList();
    return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
        .thenApply(done -> joined(found));
  }

  private static byte[] joined(List<CompletableFuture<byte[]>> found) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    found.forEach(ofShard -> all.writeBytes(ofShard.join()));
    return all.toByteArray();
  }
}
