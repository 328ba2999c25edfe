package dev.oncue.task.entry;

import dev.oncue.reaction.ReactionTotals;
import org.infinispan.protostream.annotations.ProtoAdapter;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** How totals travel to a server that joins. */
@ProtoAdapter(ReactionTotals.class)
public final class ReactionTotalsAdapter {
  @ProtoFactory
  ReactionTotals totals(byte[] bytes) {
    return ReactionTotals.decode(bytes);
  }

  @ProtoField(1)
  byte[] bytes(ReactionTotals totals) {
    return totals.encode();
  }
}
