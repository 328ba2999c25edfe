package dev.oncue.warmpool;

import dev.oncue.http.SettingException;
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

  /** A program that brings no pool along watches. */
  @Produces
  @Singleton
  @DefaultBean
  InstancePool pool(PoolSettings settings) {
    if (settings.keeps()) {
      throw new SettingException(PoolSettings.MODE, "must be observe here: there is no Knative");
    }
    return new WatchedPool();
  }
}
