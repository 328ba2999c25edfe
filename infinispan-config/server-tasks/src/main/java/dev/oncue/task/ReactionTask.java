package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
  CompletionStage<Long> run(ServerCache.All caches, Map<String, ?> parameters) {
    Reacting reacting = new Reacting((Long) parameters.get("now"));
    Counting counting = new Counting((String) parameters.get("emoji"));
    return caches
        .<byte[]>named("reaction-limits")
        .write()
        .eval((String) parameters.get("viewer"), reacting)
        .thenCompose(
            delay ->
                delay > 0
                    ? CompletableFuture.completedFuture(delay)
                    : count(caches, parameters, counting));
  }

  private static CompletableFuture<Long> count(
      ServerCache.All caches, Map<String, ?> parameters, Counting counting) {
    return caches
        .<String>named("reactions")
        .write()
        .eval((String) parameters.get("stream"), counting)
        .thenApply(done -> 0L);
  }
}
