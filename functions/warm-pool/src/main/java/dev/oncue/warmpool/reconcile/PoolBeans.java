package dev.oncue.warmpool.reconcile;

import dev.oncue.http.settings.SettingException;
import dev.oncue.warmpool.plan.PoolConfig;
import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.pool.InstancePool;
import dev.oncue.warmpool.pool.ObserveOnlyPool;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the controller is given. */
@Singleton
final class PoolBeans {
  @Produces
  @Singleton
  PoolSettings settings(PoolConfig config) {
    return PoolSettings.of(config);
  }

  /** A program that brings no pool along watches. */
  @Produces
  @Singleton
  @DefaultBean
  InstancePool pool(PoolSettings settings) {
    if (settings.keeps()) {
      throw new SettingException(PoolSettings.MODE, "must be observe here: there is no Knative");
    }
    return new ObserveOnlyPool();
  }
}
