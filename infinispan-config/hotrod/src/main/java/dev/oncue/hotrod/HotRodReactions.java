package dev.oncue.hotrod;

import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The reactions that the grid's servers count. Totals: key {@link StreamId#path()}, value lines of
 * emoji, a space and a count.
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
        .<Long>run("oncue.react", parameters)
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
        .thenApply(text -> parse(text == null ? "" : text));
  }

  private static Map<String, Long> parse(String text) {
    Map<String, Long> counts = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              counts.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
            });
    return counts;
  }
}
