package dev.oncue.hotrod;

import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.ReactionTotals;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The reactions that the grid's servers count. Totals: key {@link StreamId#path()}, value {@link
 * ReactionTotals#text}.
 */
final class HotRodReactions implements Reactions {
  private final GridCache<String> totals;

  HotRodReactions(GridCache<String> totals) {
    this.totals = totals;
  }

  @Override
  public CompletionStage<Outcome> send(StreamId stream, String viewer, Emoji emoji, Instant now) {
    Map<String, Object> parameters =
        Map.of(
            "stream", stream.path(),
            "viewer", stream.tenant() + '/' + viewer,
            "emoji", emoji.text(),
            "now", now.toEpochMilli());
    return totals
        .<Long>run("oncue.react", stream.path(), parameters)
        .thenApply(
            delay ->
                delay == 0
                    ? new Outcome.Counted()
                    : new Outcome.RateLimited(Duration.ofMillis(delay)));
  }

  @Override
  public CompletionStage<Map<String, Long>> totals(StreamId stream) {
    return totals
        .call(cache -> cache.getAsync(stream.path()))
        .thenApply(text -> ReactionTotals.parse(text).counts());
  }
}
