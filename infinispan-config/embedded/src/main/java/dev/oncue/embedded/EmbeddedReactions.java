package dev.oncue.embedded;

import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.ReactionLimit;
import dev.oncue.reaction.ReactionTotals;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.infinispan.AdvancedCache;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.MetaParam.MetaLifespan;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;

/**
 * The reactions of the embedded grid. Totals: key {@link StreamId#path()}, value {@link
 * ReactionTotals#text}. Limits: key {@code tenant/viewer}.
 */
final class EmbeddedReactions implements Reactions {
  private static final MetaLifespan WHILE_IT_WEIGHS =
      new MetaLifespan(ReactionLimit.PERIOD.toMillis());

  private final AdvancedCache<String, String> cache;
  private final ReadWriteMap<String, String> totals;
  private final ReadWriteMap<String, ReactionLimit> limits;

  EmbeddedReactions(
      AdvancedCache<String, String> totals, AdvancedCache<String, ReactionLimit> limits) {
    this.cache = totals;
    this.totals = ReadWriteMapImpl.create(FunctionalMapImpl.create(totals));
    this.limits = ReadWriteMapImpl.create(FunctionalMapImpl.create(limits));
  }

  @Override
  public CompletionStage<Outcome> send(StreamId stream, String viewer, Emoji emoji, Instant now) {
    return limits
        .eval(stream.tenant() + '/' + viewer, entry -> take(entry, now.toEpochMilli()))
        .thenCompose(
            delay ->
                delay.isZero()
                    ? totals
                        .eval(stream.path(), entry -> count(entry, emoji))
                        .thenApply(done -> new Outcome.Counted())
                    : CompletableFuture.completedFuture(new Outcome.RateLimited(delay)));
  }

  private static Duration take(ReadWriteEntryView<String, ReactionLimit> entry, long now) {
    ReactionLimit limit = entry.find().orElseGet(ReactionLimit::fresh);
    Duration delay = limit.delay(now);
    if (delay.isZero()) {
      entry.set(limit.after(now), WHILE_IT_WEIGHS);
    }
    return delay;
  }

  private static Void count(ReadWriteEntryView<String, String> entry, Emoji emoji) {
    entry.set(ReactionTotals.parse(entry.find().orElse(null)).and(emoji.text()).text());
    return null;
  }

  @Override
  public CompletionStage<Map<String, Long>> totals(StreamId stream) {
    return cache.getAsync(stream.path()).thenApply(text -> ReactionTotals.parse(text).counts());
  }
}
