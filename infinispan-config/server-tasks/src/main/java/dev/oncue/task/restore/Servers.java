package dev.oncue.task.restore;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.partitionhandling.AvailabilityMode;
import org.infinispan.remoting.transport.Address;

/**
 * The servers that are here and have restored what their journals kept. In the cache {@code
 * servers}: key is a server's id, value its address of today. Thread-safe.
 */
final class Servers {
  private final EmbeddedCacheManager manager;
  private final Cache<String, String> cache;
  private final List<AdvancedCache<?, ?>> exact;

  /**
   * @param exact the caches of which no entry may be lost
   */
  Servers(EmbeddedCacheManager manager, List<AdvancedCache<?, ?>> exact) {
    this.manager = manager;
    this.cache = manager.getCache("servers");
    this.exact = exact;
  }

  void add(String id) {
    cache.put(id, address());
  }

  private String address() {
    Address address = manager.getAddress();
    return address == null ? "local" : address.toString();
  }

  Set<String> present() {
    Set<String> addresses = addresses(manager.getMembers());
    return cache.entrySet().stream()
        .filter(server -> addresses.contains(server.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Whether every entry lies on its owners among those that are present, and nowhere else. */
  boolean areSettled() {
    Set<String> addresses = new HashSet<>(cache.values());
    addresses.retainAll(addresses(manager.getMembers()));
    return exact.stream().allMatch(each -> isSettled(each, addresses));
  }

  private static boolean isSettled(AdvancedCache<?, ?> cache, Set<String> addresses) {
    LocalizedCacheTopology topology = cache.getDistributionManager().getCacheTopology();
    return cache.getAvailability() == AvailabilityMode.AVAILABLE
        && topology.getPendingCH() == null
        && addresses(topology.getMembers()).equals(addresses);
  }

  private static Set<String> addresses(List<Address> members) {
    return members == null
        ? Set.of("local")
        : members.stream().map(Address::toString).collect(Collectors.toSet());
  }
}
