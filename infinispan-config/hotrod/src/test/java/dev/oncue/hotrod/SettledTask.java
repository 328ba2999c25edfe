package dev.oncue.hotrod;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.security.GroupPrincipal;
import org.infinispan.security.Security;
import org.infinispan.tasks.ServerTask;
import org.infinispan.tasks.TaskContext;
import org.infinispan.tasks.TaskInstantiationMode;
import org.infinispan.topology.CacheTopology;
import org.infinispan.topology.LocalTopologyManager;

/**
 * Runs on a server: among how many servers the caches that must be exact are spread, with nothing
 * on its way any more. Only what has settled among three survives the loss of one: Infinispan
 * counts a majority of those.
 */
public final class SettledTask implements ServerTask<Integer> {
  static final String NAME = "test.settled";

  private static final List<String> EXACT = List.of("polls", "shards", "deliveries");

  private TaskContext context;

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public TaskInstantiationMode getInstantiationMode() {
    return TaskInstantiationMode.ISOLATED;
  }

  @Override
  public void setTaskContext(TaskContext taskContext) {
    context = taskContext;
  }

  /** As an administrator: whoever asks for it may not look into a server. */
  @Override
  public Integer call() {
    Subject admin = new Subject(true, Set.of(new GroupPrincipal("admin")), Set.of(), Set.of());
    Supplier<Integer> settled = this::settled;
    return Security.doAs(admin, settled);
  }

  private int settled() {
    LocalTopologyManager topologies =
        GlobalComponentRegistry.componentOf(context.getCacheManager(), LocalTopologyManager.class);
    return EXACT.stream().mapToInt(cache -> settled(topologies, cache)).min().orElseThrow();
  }

  private static int settled(LocalTopologyManager topologies, String cache) {
    CacheTopology now = topologies.getCacheTopology(cache);
    CacheTopology stable = topologies.getStableCacheTopology(cache);
    return now.getPendingCH() == null && now.getMembers().equals(stable.getMembers())
        ? stable.getMembers().size()
        : 0;
  }
}
