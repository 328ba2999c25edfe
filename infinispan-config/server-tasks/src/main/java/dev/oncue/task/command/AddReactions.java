package dev.oncue.task.command;

import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionMark;
import dev.oncue.reaction.ReactionTotals;
import dev.oncue.reaction.Reactions;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.MetaParam.MetaLifespan;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;

/**
 * Adds reactions to a stream's {@link ReactionTotals}. What is added and the totals' origin travel
 * as {@link ReactionChanges}, encoded: every owner does the same.
 */
@ProtoName("Counting")
public final class AddReactions
    implements Function<ReadWriteEntryView<String, ReactionTotals>, Boolean> {
  private static final MetaLifespan AFTER_THE_LAST = new MetaLifespan(Reactions.KEPT.toMillis());

  private final byte[] more;

  @ProtoFactory
  AddReactions(byte[] more) {
    this.more = more;
  }

  static AddReactions of(Map<String, Long> more) {
    // Chosen once, here: what is run on each owner must not choose.
    long origin = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    return new AddReactions(new ReactionChanges(new ReactionMark(origin, 0), more).encode());
  }

  @ProtoField(1)
  byte[] more() {
    return more;
  }

  @Override
  public Boolean apply(ReadWriteEntryView<String, ReactionTotals> entry) {
    ReactionChanges changes = ReactionChanges.decode(more);
    ReactionTotals totals = entry.find().orElseGet(ReactionTotals::none);
    entry.set(totals.plus(changes.totals(), changes.mark().origin()), AFTER_THE_LAST);
    return true;
  }
}
