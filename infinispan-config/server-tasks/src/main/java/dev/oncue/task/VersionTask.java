package dev.oncue.task;

import dev.oncue.GridFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives {@link GridFormat#VERSION} as this jar has it, so that a client finds out before its first
 * call whether the two understand each other.
 */
final class VersionTask extends GridTask {
  VersionTask() {
    super("oncue.version");
  }

  @Override
  CompletionStage<Integer> run(ServerCache.All caches, Map<String, ?> parameters) {
    return CompletableFuture.completedFuture(GridFormat.VERSION);
  }
}
