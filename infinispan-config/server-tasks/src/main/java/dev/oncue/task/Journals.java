package dev.oncue.task;

import org.infinispan.AdvancedCache;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.persistence.manager.PersistenceManager;

/** The journals of the caches of this server. */
final class Journals {
  private Journals() {}

  static Journal<?> of(AdvancedCache<?, ?> cache) {
    return ComponentRegistry.componentOf(cache, PersistenceManager.class)
        .getStores(Journal.class)
        .iterator()
        .next();
  }

  static boolean has(Configuration cache) {
    return cache != null && cache.persistence().usingStores();
  }
}
