package dev.oncue.task.command;

import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.journal.ServerJournal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** How many ballots of a shard are gone, as one server has noted. Runs on that server. */
public final class LossCommand implements Function<EmbeddedCacheManager, Integer> {
  private static final long PATIENCE_MILLIS = 500;
  private final String shard;

  @ProtoFactory
  LossCommand(String shard) {
    this.shard = shard;
  }

  @ProtoField(1)
  String shard() {
    return shard;
  }

  @Override
  public Integer apply(EmbeddedCacheManager manager) {
    return ServerJournal.of(manager.<String, ShardEntry>getCache("shards").getAdvancedCache())
        .losses()
        .of(shard);
  }

  /**
   * The most that any server has noted: each owner notes the same, and who is an owner changes. So
   * one that does not answer is left out.
   */
  static CompletableFuture<Integer> of(Shard shard) {
    AtomicInteger most = new AtomicInteger();
    return shard
        .servers()
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .<Integer>submitConsumer(
            new LossCommand(shard.key()),
            (server, ballots, fault) -> {
              if (fault == null) {
                most.accumulateAndGet(ballots, Math::max);
              }
            })
        .handle((done, fault) -> most.get());
  }
}
