package dev.oncue.hotrod;

import dev.oncue.reaction.Reaction;
import dev.oncue.reaction.ReactionBatch;
import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionCount;
import dev.oncue.reaction.ReactionMark;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The reactions that the grid's servers count. Totals: key {@link StreamId#path()}. */
final class HotRodReactions implements Reactions {
  private final GridCache<Object> totals;

  HotRodReactions(GridCache<Object> totals) {
    this.totals = totals;
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Reaction> reactions) {
    if (reactions.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    return totals
        .<byte[]>run(
            "oncue.react",
            reactions.get(0).stream().path(),
            Map.of("reactions", ReactionBatch.encode(reactions)))
        .thenApply(delays -> ReactionCount.outcomes(ReactionBatch.decodeDelays(delays)));
  }

  @Override
  public CompletionStage<ReactionChanges> changes(StreamId stream, ReactionMark since) {
    Map<String, Object> parameters =
        Map.of("stream", stream.path(), "origin", since.origin(), "version", since.version());
    return totals
        .<byte[]>run("oncue.reactions", stream.path(), parameters)
        .thenApply(ReactionChanges::decode);
  }
}
