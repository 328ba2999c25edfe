package dev.oncue.warmpool.knative;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.Optional;

/** The ConfigMap that holds the ledger. Not thread-safe. */
final class LedgerMap {
  private final KubernetesApi api;
  private final KnativeSettings settings;
  private Optional<ConfigMap> found = Optional.empty();

  LedgerMap(KubernetesApi api, KnativeSettings settings) {
    this.api = api;
    this.settings = settings;
  }

  /** Fails as the API does. */
  Ledger read() {
    found = api.configMap();
    return Ledger.read(found.map(ConfigMap::getData).orElse(Map.of()));
  }

  /**
   * Writes over what was read last. Fails as the API does.
   *
   * @return whether that was still what is there; else nothing was written
   */
  boolean write(Ledger ledger) {
    return KubernetesApi.isFirst(
        () ->
            found =
                Optional.of(
                    found.map(map -> replace(map, ledger)).orElseGet(() -> create(ledger))));
  }

  private ConfigMap replace(ConfigMap map, Ledger ledger) {
    return api.replace(new ConfigMapBuilder(map).withData(ledger.data()).build());
  }

  private ConfigMap create(Ledger ledger) {
    return api.create(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(settings.name())
            .addToLabels("app.kubernetes.io/managed-by", "oncue-warm-pool")
            .endMetadata()
            .withData(ledger.data())
            .build());
  }
}
