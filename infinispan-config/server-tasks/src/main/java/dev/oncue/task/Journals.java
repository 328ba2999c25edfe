package dev.oncue.task;

import org.infinispan.AdvancedCache;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.persistence.manager.PersistenceManager;

/** The journals of the caches of this server. */
final class Journals {
  private Journals() {}

  @SuppressWarnings("unchecked")
  static <V> Journal<V> of(AdvancedCache<String, V> cache) {
    return (Journal<V>)
        ComponentRegistry.componentOf(cache, PersistenceManager.class)
            .getStores(Journal.class)
            .iterator()
            .next();
  }

  static boolean has(org.infinispan.configuration.cache.Configuration cache) {
    return cache != null && cache.persistence().usingStores();
  }
}
