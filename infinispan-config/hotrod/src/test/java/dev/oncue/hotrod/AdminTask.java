package dev.oncue.hotrod;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.security.GroupPrincipal;
import org.infinispan.security.Security;
import org.infinispan.tasks.ServerTask;
import org.infinispan.tasks.TaskContext;
import org.infinispan.tasks.TaskInstantiationMode;

/**
 * Something that a test has a server do as an administrator, since whoever asks for it may not look
 * into a server.
 */
abstract class AdminTask<T> implements ServerTask<T> {
  private static final Subject ADMIN =
      new Subject(true, Set.of(new GroupPrincipal("admin")), Set.of(), Set.of());

  private final String name;
  private TaskContext context;

  AdminTask(String name) {
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
    Supplier<T> run = () -> run(context.getCacheManager(), context.getParameters().orElseThrow());
    return Security.doAs(ADMIN, run);
  }

  abstract T run(EmbeddedCacheManager server, Map<String, ?> parameters);

  static <C> C component(EmbeddedCacheManager server, Class<C> kind) {
    return GlobalComponentRegistry.componentOf(server, kind);
  }
}
