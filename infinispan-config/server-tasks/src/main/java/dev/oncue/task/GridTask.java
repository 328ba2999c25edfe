package dev.oncue.task;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.infinispan.AdvancedCache;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.security.actions.SecurityActions;
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
  abstract CompletionStage<?> run(EmbeddedCacheManager grid, Map<String, ?> parameters);

  /** A cache, as its entries lie there. */
  static <V> AdvancedCache<String, V> cache(EmbeddedCacheManager grid, String name) {
    return SecurityActions.<AdvancedCache<String, V>, String, V>getUnwrappedCache(grid, name);
  }
}
