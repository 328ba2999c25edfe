package dev.oncue.task.command;

import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionMark;
import dev.oncue.reaction.ReactionTotals;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;

/**
 * Reads what has changed in a stream's totals, on one of their owners. Gives {@link
 * ReactionChanges}, encoded.
 */
@ProtoName("ReactionsOf")
public final class ReactionsCommand
    implements Function<ReadEntryView<String, ReactionTotals>, byte[]> {
  /**
   * Parameters: {@code stream}, the key of the totals; {@code origin} and {@code version}, the
   * {@link ReactionMark} of the reading before.
   */
  static final GridTask TASK =
      new GridTask("oncue.reactions", Role.only(Role.LIVE), ReactionsCommand::read);

  private final long origin;
  private final long version;

  @ProtoFactory
  ReactionsCommand(long origin, long version) {
    this.origin = origin;
    this.version = version;
  }

  @ProtoField(value = 1, defaultValue = "0")
  long origin() {
    return origin;
  }

  @ProtoField(value = 2, defaultValue = "0")
  long version() {
    return version;
  }

  @Override
  public byte[] apply(ReadEntryView<String, ReactionTotals> entry) {
    ReactionTotals totals = entry.find().orElseGet(ReactionTotals::none);
    return totals.since(new ReactionMark(origin, version)).encode();
  }

  private static CompletionStage<byte[]> read(ServerCache.All caches, Map<String, ?> parameters) {
    long origin = (Long) parameters.get("origin");
    long version = (Long) parameters.get("version");
    return caches
        .<ReactionTotals>named("reactions")
        .read()
        .eval((String) parameters.get("stream"), new ReactionsCommand(origin, version));
  }
}
