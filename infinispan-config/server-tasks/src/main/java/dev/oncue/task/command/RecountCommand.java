package dev.oncue.task.command;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.delayedExecutor;

import dev.oncue.ballot.Recount;
import dev.oncue.ballot.Tally;
import dev.oncue.task.entry.ShardEntry;
import dev.oncue.task.journal.ServerJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;
import org.infinispan.remoting.transport.Address;
import org.infinispan.security.Security;
import org.jboss.logging.Logger;

/**
 * Counts the ballots of a shard again, from the journal of a server that owns it and from nothing
 * else. What was removed by something else than Oncue counts as ballots without an option. Runs on
 * that server; gives nothing when the shard does not lie there.
 */
@ProtoName("RecountOf")
public final class RecountCommand implements Function<EmbeddedCacheManager, byte[]> {
  static final GridTask TASK =
      GridTask.ofShard("oncue.recount", Role.ALL, (shard, parameters) -> recounted(shard));

  private static final Logger LOG = Logger.getLogger(RecountCommand.class);
  private static final byte[] NOT_HERE = {};

  /** Until no client waits any more: a call has 1.8 s. */
  private static final int ATTEMPTS = 10;

  private static final long PAUSE_MILLIS = 200;

  private final String shard;

  @ProtoFactory
  RecountCommand(String shard) {
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
          ServerJournal.of(manager.<String, ShardEntry>getCache("shards").getAdvancedCache())
              .records(shard);
      return records == null ? NOT_HERE : Recount.of(ShardEntry.batches(records)).encode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletionStage<byte[]> recounted(Shard shard) {
    return counted(shard, ATTEMPTS)
        .thenCombine(LossCommand.of(shard), (counted, lost) -> withLost(shard, counted, lost));
  }

  private static CompletableFuture<byte[]> counted(Shard shard, int attempts) {
    return onOwner(shard)
        .thenCompose(
            recount ->
                recount.length > 0 ? completedFuture(recount) : withoutJournal(shard, attempts));
  }

  /** Nothing was cast, or the shard was discarded meanwhile; or it moves to another server. */
  private static CompletableFuture<byte[]> withoutJournal(Shard shard, int attempts) {
    return shard
        .read(new TallyCommand())
        .thenCompose(
            tally ->
                Tally.decode(tally).ballots() == 0
                    ? completedFuture(Tally.ZERO.encode())
                    : countedLater(shard, attempts));
  }

  private static CompletableFuture<byte[]> countedLater(Shard shard, int attempts) {
    if (attempts == 1) {
      throw new IllegalStateException("the shard is moving to another server; ask again");
    }
    Executor later = delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    // Its thread has no caller.
    return completedFuture(shard)
        .thenComposeAsync(
            it -> Security.doAs(ServerCache.SERVER, () -> counted(it, attempts - 1)), later);
  }

  private static CompletableFuture<byte[]> onOwner(Shard shard) {
    CompletableFuture<byte[]> recount = new CompletableFuture<>();
    Address owner = shard.topology().getDistribution(shard.key()).primary();
    shard
        .servers()
        .filterTargets(List.of(owner))
        .submitConsumer(
            new RecountCommand(shard.key()),
            (server, counted, fault) -> {
              if (fault == null) {
                recount.complete(counted);
              } else {
                recount.completeExceptionally(fault);
              }
            })
        .whenComplete((done, fault) -> recount.complete(NOT_HERE));
    return recount;
  }

  /** Each has a receipt, and no option: so the recount agrees with no tally. */
  private static byte[] withLost(Shard shard, byte[] recount, int lost) {
    if (lost == 0) {
      return recount;
    }
    LOG.errorf("%s: %d ballots with receipts are missing", shard.key(), lost);
    return Tally.decode(recount).plus(Tally.of(lost, new int[0])).encode();
  }
}
