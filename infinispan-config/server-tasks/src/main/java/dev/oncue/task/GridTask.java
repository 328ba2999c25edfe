package dev.oncue.task;

import java.util.Map;
import org.infinispan.AdvancedCache;
import org.infinispan.tasks.ServerTask;
import org.infinispan.tasks.TaskContext;
import org.infinispan.tasks.TaskInstantiationMode;

/**
 * A task with parameters, called over Hot Rod on any server. Each call has an instance of its own.
 */
abstract class GridTask<T> implements ServerTask<T> {
  private final String name;
  private TaskContext context;

  GridTask(String name) {
    this.name = name;
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final TaskInstantiationMode getInstantiationMode() {
    return TaskInstantiationMode.ISOLATED;
  }

  @Override
  public final void setTaskContext(TaskContext taskContext) {
    context = taskContext;
  }

  @Override
  public final T call() {
    return run(context.getParameters().orElseThrow());
  }

  abstract T run(Map<String, Object> parameters);

  final <V> AdvancedCache<String, V> cache(String cache) {
    return context.getCacheManager().<String, V>getCache(cache).getAdvancedCache();
  }
}
