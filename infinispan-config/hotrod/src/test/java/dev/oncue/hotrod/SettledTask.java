package dev.oncue.hotrod;

import java.util.List;
import java.util.Map;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.topology.CacheTopology;
import org.infinispan.topology.LocalTopologyManager;

/**
 * Runs on a server: among how many servers the caches that must be exact are spread, with nothing
 * on its way any more. Only what has settled among three survives the loss of one: Infinispan
 * counts a majority of those.
 */
public final class SettledTask extends AdminTask<Integer> {
  static final String NAME = "test.settled";

  private static final List<String> EXACT =
      List.of("polls", "shards", "deliveries", "windows", "latencies", "claims");

  public SettledTask() {
    super(NAME);
  }

  @Override
  Integer run(EmbeddedCacheManager server, Map<String, ?> parameters) {
    LocalTopologyManager topologies = component(server, LocalTopologyManager.class);
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
