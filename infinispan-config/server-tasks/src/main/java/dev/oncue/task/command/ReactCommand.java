package dev.oncue.task.command;

import dev.oncue.reaction.ReactionBatch;
import dev.oncue.reaction.ReactionCount;
import dev.oncue.reaction.ReactionLimits;
import dev.oncue.reaction.ReactionTotals;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.MetaParam.MetaLifespan;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;

/**
 * Takes a {@link ReactionBatch} out of a part of the limits. Gives how many milliseconds each
 * viewer must wait, as {@link ReactionBatch#encodeDelays} does.
 */
@ProtoName("Reacting")
public final class ReactCommand
    implements Function<ReadWriteEntryView<String, ReactionLimits>, byte[]> {
  /**
   * Counts reactions unless their viewers must wait. Parameter {@code reactions}: a {@link
   * ReactionBatch}. Gives how many milliseconds each viewer must wait; zero: it was counted. A call
   * that is run twice may count twice: reactions are no promise.
   */
  static final GridTask TASK =
      new GridTask("oncue.react", Role.only(Role.REACTION), ReactCommand::count);

  private final byte[] reactions;

  @ProtoFactory
  ReactCommand(byte[] reactions) {
    this.reactions = reactions;
  }

  @ProtoField(1)
  byte[] reactions() {
    return reactions;
  }

  @Override
  public byte[] apply(ReadWriteEntryView<String, ReactionLimits> entry) {
    ReactionLimits.Taken taken =
        entry.find().orElseGet(ReactionLimits::none).take(ReactionBatch.decode(reactions));
    entry.set(taken.limits(), new MetaLifespan(ReactionLimits.LIFESPAN.toMillis()));
    return ReactionBatch.encodeDelays(taken.delays());
  }

  private static CompletionStage<byte[]> count(ServerCache.All caches, Map<String, ?> parameters) {
    ServerCache<ReactionLimits> limits = caches.named("reaction-limits");
    ServerCache<ReactionTotals> totals = caches.named("reactions");
    ReactionCount count =
        new ReactionCount(
            (part, reactions) ->
                limits
                    .write()
                    .eval(part.toString(), new ReactCommand(ReactionBatch.encode(reactions)))
                    .thenApply(ReactionBatch::decodeDelays),
            (stream, more) -> totals.write().eval(stream, AddReactions.of(more)));
    return count
        .count(ReactionBatch.decode((byte[]) parameters.get("reactions")))
        .thenApply(ReactionBatch::encodeDelays);
  }
}
