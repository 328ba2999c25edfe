package dev.oncue.task.command;

import dev.oncue.task.entry.ShardEntry;
import java.util.function.Function;
import org.infinispan.container.entries.InternalCacheEntry;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;

/** The mark of one server's copy of a shard. Runs on that server; 0 when it has none. */
@ProtoName("MarkOf")
public final class ShardMark implements Function<EmbeddedCacheManager, Long> {
  private final String shard;

  @ProtoFactory
  ShardMark(String shard) {
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
