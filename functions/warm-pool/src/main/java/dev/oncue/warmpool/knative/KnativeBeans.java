package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.knative.config.KnativeConfig;
import dev.oncue.warmpool.knative.config.KnativeSettings;
import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.pool.InstancePool;
import dev.oncue.warmpool.pool.ObserveOnlyPool;
import io.fabric8.kubernetes.client.Config;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives the controller the pool on Knative, where it is set to keep one. */
@Singleton
final class KnativeBeans {
  @Produces
  @Singleton
  InstancePool pool(
      PoolSettings settings,
      KnativeConfig config,
      @ConfigProperty(name = "hostname") Optional<String> hostname,
      Instance<Config> kubernetes) {
    return settings.keeps() ? knative(config, hostname, kubernetes.get()) : new ObserveOnlyPool();
  }

  private static KnativePool knative(
      KnativeConfig config, Optional<String> hostname, Config kubernetes) {
    return new KnativePool(
        kubernetes, KnativeSettings.of(config, hostname, kubernetes.getNamespace()));
  }

  void stop(@Disposes InstancePool pool) {
    if (pool instanceof KnativePool knative) {
      knative.close();
    }
  }
}
