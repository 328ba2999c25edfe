package dev.oncue.task;

import dev.oncue.ballot.BallotShard;
import org.infinispan.protostream.annotations.ProtoAdapter;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** How a shard travels to a node that joins. */
@ProtoAdapter(BallotShard.class)
public final class BallotShardAdapter {
  @ProtoFactory
  BallotShard shard(byte[] bytes) {
    return BallotShard.decode(bytes);
  }

  @ProtoField(1)
  byte[] bytes(BallotShard shard) {
    return shard.encode();
  }
}
