package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;

/**
 * Counts a reaction unless its viewer must wait. Parameters: {@code stream} and {@code viewer}, the
 * keys of the totals and of the limit; {@code emoji}; {@code now}, milliseconds since the epoch.
 * Gives how many milliseconds the viewer must wait; zero: it was counted. A call that is run twice
 * may count twice: reactions are no promise.
 */
public final class ReactionTask extends GridTask<Long> {
  public ReactionTask() {
    super("oncue.react");
  }

  @Override
  Long run(Map<String, Object> parameters) {
    Reacting reacting = new Reacting((Long) parameters.get("now"));
    Counting counting = new Counting((String) parameters.get("emoji"));
    return this.<byte[]>map("reaction-limits")
        .eval((String) parameters.get("viewer"), reacting)
        .thenCompose(
            delay ->
                delay > 0 ? CompletableFuture.completedFuture(delay) : count(parameters, counting))
        .join();
  }

  private CompletableFuture<Long> count(Map<String, Object> parameters, Counting counting) {
    return this.<String>map("reactions")
        .eval((String) parameters.get("stream"), counting)
        .thenApply(done -> 0L);
  }

  private <V> ReadWriteMap<String, V> map(String cache) {
    return ReadWriteMapImpl.create(FunctionalMapImpl.create(this.<V>cache(cache)));
  }
}
