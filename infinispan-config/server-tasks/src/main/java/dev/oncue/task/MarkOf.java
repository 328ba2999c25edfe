package dev.oncue.task;

import java.util.function.Function;
import org.infinispan.container.entries.InternalCacheEntry;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** The mark of one server's copy of a shard. Runs on that server; 0 when it has none. */
public final class MarkOf implements Function<EmbeddedCacheManager, Long> {
  private final String shard;

  @ProtoFactory
  MarkOf(String shard) {
    this.shard = shard;
  }

  @ProtoField(1)
  String shard() {
    return shard;
  }

  @Override
  public Long apply(EmbeddedCacheManager manager) {
    InternalCacheEntry<String, ShardEntry> entry =
        manager
            .<String, ShardEntry>getCache("shards")
            .getAdvancedCache()
            .getDataContainer()
            .peek(shard);
    return entry == null ? ShardEntry.empty().mark() : entry.getValue().mark();
  }
}
