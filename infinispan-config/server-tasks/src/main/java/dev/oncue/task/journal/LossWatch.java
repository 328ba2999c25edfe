package dev.oncue.task.journal;

import dev.oncue.task.entry.ShardEntry;
import org.infinispan.AdvancedCache;
import org.infinispan.commands.VisitableCommand;
import org.infinispan.commands.functional.ReadWriteKeyCommand;
import org.infinispan.commands.write.ClearCommand;
import org.infinispan.commands.write.DataWriteCommand;
import org.infinispan.commands.write.PutMapCommand;
import org.infinispan.container.entries.InternalCacheEntry;
import org.infinispan.context.InvocationContext;
import org.infinispan.context.impl.FlagBitSets;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.interceptors.BaseAsyncInterceptor;

/**
 * Sees each command that a server runs on its ballot shards, and notes in {@link Losses} what
 * removes ballots and is not Oncue's: Oncue's commands are functions, and what moves shards from
 * server to server says so. Nothing is refused: an administrator may. Thread-safe.
 */
public final class LossWatch extends BaseAsyncInterceptor {
  private final ComponentRegistry registry;

  /** For the cache of these components. */
  public LossWatch(ComponentRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Object visitCommand(InvocationContext context, VisitableCommand command) {
    if (command instanceof ReadWriteKeyCommand) {
      return invokeNext(context, command);
    }
    if (command instanceof ClearCommand) {
      shards().getDataContainer().forEach(entry -> note(entry.getKey(), ballots(entry)));
    } else if (command instanceof PutMapCommand put && !movesShards(put.getFlagsBitSet())) {
      put.getMap().keySet().forEach(key -> note((String) key, ballots((String) key)));
    } else if (command instanceof DataWriteCommand write && !movesShards(write.getFlagsBitSet())) {
      String key = (String) write.getKey();
      int before = ballots(key);
      return invokeNextAndFinally(
          context, command, (same, done, answer, fault) -> note(key, before - ballots(key)));
    }
    return invokeNext(context, command);
  }

  private static boolean movesShards(long flags) {
    return (flags & FlagBitSets.PUT_FOR_STATE_TRANSFER) == FlagBitSets.PUT_FOR_STATE_TRANSFER;
  }

  private void note(String shard, int ballots) {
    ServerJournal.of(shards()).losses().note(shard, ballots);
  }

  private int ballots(String shard) {
    return ballots(shards().getDataContainer().peek(shard));
  }

  private static int ballots(InternalCacheEntry<String, ShardEntry> entry) {
    return entry == null ? 0 : entry.getValue().shard().size();
  }

  @SuppressWarnings("unchecked")
  private AdvancedCache<String, ShardEntry> shards() {
    return registry.getComponent(AdvancedCache.class);
  }
}
