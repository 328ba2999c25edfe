package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;
import org.infinispan.manager.EmbeddedCacheManager;

/**
 * Counts a reaction unless its viewer must wait. Parameters: {@code stream} and {@code viewer}, the
 * keys of the totals and of the limit; {@code emoji}; {@code now}, milliseconds since the epoch.
 * Gives how many milliseconds the viewer must wait; zero: it was counted. A call that is run twice
 * may count twice: reactions are no promise.
 */
final class ReactionTask extends GridTask {
  ReactionTask() {
    super("oncue.react");
  }

  @Override
  CompletionStage<Long> run(EmbeddedCacheManager grid, Map<String, ?> parameters) {
    Reacting reacting = new Reacting((Long) parameters.get("now"));
    Counting counting = new Counting((String) parameters.get("emoji"));
    return ReactionTask.<byte[]>map(grid, "reaction-limits")
        .eval((String) parameters.get("viewer"), reacting)
        .thenCompose(
            delay ->
                delay > 0
                    ? CompletableFuture.completedFuture(delay)
                    : count(grid, parameters, counting));
  }

  private static CompletableFuture<Long> count(
      EmbeddedCacheManager grid, Map<String, ?> parameters, Counting counting) {
    return ReactionTask.<String>map(grid, "reactions")
        .eval((String) parameters.get("stream"), counting)
        .thenApply(done -> 0L);
  }

  private static <V> ReadWriteMap<String, V> map(EmbeddedCacheManager grid, String cache) {
    return ReadWriteMapImpl.create(FunctionalMapImpl.create(GridTask.<V>cache(grid, cache)));
  }
}
