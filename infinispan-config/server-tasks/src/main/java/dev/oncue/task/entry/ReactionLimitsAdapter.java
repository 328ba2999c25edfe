package dev.oncue.task.entry;

import dev.oncue.reaction.ReactionLimits;
import org.infinispan.protostream.annotations.ProtoAdapter;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** How limits travel to a server that joins. */
@ProtoAdapter(ReactionLimits.class)
public final class ReactionLimitsAdapter {
  @ProtoFactory
  ReactionLimits limits(byte[] bytes) {
    return ReactionLimits.decode(bytes);
  }

  @ProtoField(1)
  byte[] bytes(ReactionLimits limits) {
    return limits.encode();
  }
}
