package dev.oncue.task;

import dev.oncue.ballot.Recount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/**
 * The tally of a shard, counted again from the journal of a server that owns it and from nothing
 * else. Runs on that server; gives nothing when the shard does not lie there.
 */
public final class RecountOf implements Function<EmbeddedCacheManager, byte[]> {
  static final byte[] NOT_HERE = {};

  private final String shard;

  @ProtoFactory
  RecountOf(String shard) {
    this.shard = shard;
  }

  @ProtoField(1)
  String shard() {
    return shard;
  }

  @Override
  public byte[] apply(EmbeddedCacheManager manager) {
    try {
      List<byte[]> records =
          Journal.of(manager.<String, ShardEntry>getCache("shards").getAdvancedCache())
              .records(shard);
      return records == null ? NOT_HERE : Recount.of(ShardEntry.batches(records)).encode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
