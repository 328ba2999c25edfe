package dev.oncue.task.command;

import dev.oncue.task.entry.ShardEntry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoName;

/** Removes a shard with its ballots, on each of its owners. */
@ProtoName("Discarding")
public final class DiscardCommand
    implements Function<ReadWriteEntryView<String, ShardEntry>, byte[]> {
  /**
   * Removes a shard whose poll has its result, or is gone. Parameter {@code shard}: its key.
   * Nothing else removes ballots without a trace: see {@link dev.oncue.task.journal.Losses}.
   */
  static final GridTask TASK = new GridTask("oncue.discard", Role.ALL, DiscardCommand::discarded);

  private static final byte[] DONE = {};

  @ProtoFactory
  DiscardCommand() {}

  @Override
  public byte[] apply(ReadWriteEntryView<String, ShardEntry> entry) {
    if (entry.find().isPresent()) {
      entry.remove();
    }
    return DONE;
  }

  private static CompletionStage<byte[]> discarded(
      ServerCache.All caches, Map<String, ?> parameters) {
    String key = (String) parameters.get("shard");
    String poll = key.substring(0, key.lastIndexOf('/'));
    Shard shard = new Shard(caches.named("shards"), key);
    return caches
        .<byte[]>named("polls")
        .cache()
        .getAsync(poll)
        .thenCompose(
            kept -> {
              if (kept != null) {
                EntryTasks.requireSettled(poll, kept);
              }
              return shard.change(new DiscardCommand());
            })
        .thenCompose(done -> forgotten(shard).thenApply(all -> done));
  }

  /** Another poll may be opened under this one's name. */
  private static CompletableFuture<Void> forgotten(Shard shard) {
    return shard.servers().submitConsumer(new ForgetLoss(shard.key()), (server, done, fault) -> {});
  }
}
