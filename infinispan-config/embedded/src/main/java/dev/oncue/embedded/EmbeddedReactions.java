package dev.oncue.embedded;

import dev.oncue.reaction.Reaction;
import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionCount;
import dev.oncue.reaction.ReactionLimits;
import dev.oncue.reaction.ReactionMark;
import dev.oncue.reaction.ReactionTotals;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.MetaParam.MetaLifespan;
import org.infinispan.functional.Param.PersistenceMode;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;
import org.jspecify.annotations.Nullable;

/**
 * The reactions of the embedded grid. Totals: key {@link StreamId#path()}, value {@link
 * ReactionTotals}, or a text in a folder of before. Limits: key is the number of the part.
 *
 * <p>Totals are counted in memory, and stored as a whole, once a second at most for each stream: so
 * the store costs the same however many reactions there are.
 */
final class EmbeddedReactions implements Reactions {
  private static final MetaLifespan WHILE_THEY_WEIGH =
      new MetaLifespan(ReactionLimits.LIFESPAN.toMillis());

  private static final MetaLifespan AFTER_THE_LAST = new MetaLifespan(KEPT.toMillis());

  private final AdvancedCache<String, Object> cache;
  private final ReadWriteMap<String, Object> counted;
  private final ReadWriteMap<String, Object> stored;
  private final ReadWriteMap<Integer, ReactionLimits> limits;
  private final ReactionCount count = new ReactionCount(this::take, this::add);

  /** The totals that have changed since they were stored. */
  private final Set<String> toStore = ConcurrentHashMap.newKeySet();

  /** Those that were stored in the last second. */
  private final Set<String> resting = ConcurrentHashMap.newKeySet();

  private final Executor oneSecondLater = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  EmbeddedReactions(
      AdvancedCache<String, Object> totals, AdvancedCache<Integer, ReactionLimits> limits) {
    this.cache = totals;
    this.stored = ReadWriteMapImpl.create(FunctionalMapImpl.create(totals));
    this.counted = stored.withParams(PersistenceMode.SKIP_PERSIST);
    this.limits = ReadWriteMapImpl.create(FunctionalMapImpl.create(limits));
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Reaction> reactions) {
    return count.count(reactions).thenApply(ReactionCount::outcomes);
  }

  private CompletionStage<long[]> take(int part, List<Reaction> reactions) {
    return limits.eval(part, entry -> take(entry, reactions));
  }

  private static long[] take(
      ReadWriteEntryView<Integer, ReactionLimits> entry, List<Reaction> reactions) {
    ReactionLimits.Taken taken = entry.find().orElseGet(ReactionLimits::none).take(reactions);
    entry.set(taken.limits(), WHILE_THEY_WEIGH);
    return taken.delays();
  }

  private CompletionStage<?> add(String stream, Map<String, Long> more) {
    return counted
        .eval(stream, entry -> add(entry, more))
        .thenAccept(
            done -> {
              toStore.add(stream);
              storeUnlessResting(stream);
            });
  }

  private static Void add(ReadWriteEntryView<String, Object> entry, Map<String, Long> more) {
    long origin = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    entry.set(totals(entry.find().orElse(null)).plus(more, origin), AFTER_THE_LAST);
    return null;
  }

  private static ReactionTotals totals(@Nullable Object kept) {
    if (kept instanceof String text) {
      return ReactionTotals.parse(text);
    }
    return kept == null ? ReactionTotals.none() : (ReactionTotals) kept;
  }

  @Override
  public CompletionStage<ReactionChanges> changes(StreamId stream, ReactionMark since) {
    return cache.getAsync(stream.path()).thenApply(kept -> totals(kept).since(since));
  }

  private void storeUnlessResting(String stream) {
    if (toStore.contains(stream) && resting.add(stream)) {
      store(stream);
      oneSecondLater.execute(
          () -> {
            resting.remove(stream);
            storeUnlessResting(stream);
          });
    }
  }

  private CompletableFuture<?> store(String stream) {
    if (!toStore.remove(stream) || !cache.getStatus().allowInvocations()) {
      return CompletableFuture.completedFuture(null);
    }
    return stored.eval(
        stream,
        entry -> {
          entry.find().ifPresent(totals -> entry.set(totals, AFTER_THE_LAST));
          return null;
        });
  }

  /** Stores what was not stored yet. */
  void storeAll() {
    CompletableFuture.allOf(
            List.copyOf(toStore).stream().map(this::store).toArray(CompletableFuture[]::new))
        .join();
  }
}
