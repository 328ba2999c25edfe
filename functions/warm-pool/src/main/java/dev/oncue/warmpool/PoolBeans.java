package dev.oncue.warmpool;

import dev.oncue.http.SettingException;
import dev.oncue.http.Settings;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the controller is given. */
@Singleton
final class PoolBeans {
  @Produces
  @Singleton
  PoolSettings settings() {
    return PoolSettings.read(Settings::property);
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
