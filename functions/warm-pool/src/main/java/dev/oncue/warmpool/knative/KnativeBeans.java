package dev.oncue.warmpool.knative;

import dev.oncue.http.Settings;
import dev.oncue.warmpool.InstancePool;
import dev.oncue.warmpool.PoolSettings;
import dev.oncue.warmpool.WatchedPool;
import io.fabric8.kubernetes.client.Config;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the controller the pool on Knative, where it is set to keep one. */
@Singleton
final class KnativeBeans {
  @Produces
  @Singleton
  InstancePool pool(PoolSettings settings, Instance<Config> kubernetes) {
    return settings.keeps() ? knative(kubernetes.get()) : new WatchedPool();
  }

  private static KnativePool knative(Config kubernetes) {
    return new KnativePool(
        kubernetes, KnativeSettings.read(Settings::property, kubernetes.getNamespace()));
  }

  void stop(@Disposes InstancePool pool) {
    if (pool instanceof KnativePool knative) {
      knative.close();
    }
  }
}
