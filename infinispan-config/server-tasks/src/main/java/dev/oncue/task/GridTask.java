package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.infinispan.tasks.Task;

/**
 * Something that a client may have the servers do, called over Hot Rod on any of them. It never
 * blocks, for it runs on the thread that reads the calls. Who may call it has been checked before;
 * what it does, it does as the server itself. Thread-safe: one instance serves all calls.
 */
abstract class GridTask implements Task {
  private final String name;

  GridTask(String name) {
    this.name = name;
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final String getType() {
    return "Java";
  }

  /** Runs it. A fault is the caller's answer, whether it is thrown or the stage's. */
  abstract CompletionStage<?> run(ServerCache.All caches, Map<String, ?> parameters);
}
