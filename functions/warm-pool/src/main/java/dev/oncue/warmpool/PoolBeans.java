package dev.oncue.warmpool;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the controller is given. */
@Singleton
final class PoolBeans {
  @Produces
  @Singleton
  PoolSettings settings() {
    return PoolSettings.read(
        name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
  }

  @Produces
  @Singleton
  InstancePool pool() {
    return new WatchedPool();
  }

  /** Who only watches may do so beside others. */
  @Produces
  @Singleton
  @DefaultBean
  Leadership alone() {
    return () -> true;
  }
}
