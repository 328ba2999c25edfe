package dev.oncue.task.command;

import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.journal.ServerJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** Forgets what a server has lost of a shard whose poll is removed. Runs on that server. */
public final class ForgetLoss implements Function<EmbeddedCacheManager, Void> {
  private final String shard;

  @ProtoFactory
  ForgetLoss(String shard) {
    this.shard = shard;
  }

  @ProtoField(1)
  String shard() {
    return shard;
  }

  @Override
  public Void apply(EmbeddedCacheManager manager) {
    try {
      ServerJournal.of(manager.<String, ShardEntry>getCache("shards").getAdvancedCache())
          .losses()
          .forget(shard);
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
