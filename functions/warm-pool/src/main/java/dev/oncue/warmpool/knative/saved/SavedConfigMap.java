package dev.oncue.warmpool.knative.saved;

import dev.oncue.warmpool.knative.api.KubernetesApi;
import dev.oncue.warmpool.knative.config.KnativeSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.Optional;

/** The ConfigMap of the {@link SavedObjects}. Not thread-safe. */
public final class SavedConfigMap {
  private final KubernetesApi api;
  private final KnativeSettings settings;
  private Optional<ConfigMap> found = Optional.empty();

  /** Under the name that is set. */
  public SavedConfigMap(KubernetesApi api, KnativeSettings settings) {
    this.api = api;
    this.settings = settings;
  }

  /** Fails as the API does. */
  public SavedObjects read() {
    found = api.configMap();
    return SavedObjects.read(found.map(ConfigMap::getData).orElse(Map.of()));
  }

  /**
   * Writes over what was read last. Fails as the API does.
   *
   * @return whether that was still what is there; else nothing was written
   */
  public boolean write(SavedObjects savedObjects) {
    return KubernetesApi.isFirst(
        () ->
            found =
                Optional.of(
                    found
                        .map(map -> replace(map, savedObjects))
                        .orElseGet(() -> create(savedObjects))));
  }

  private ConfigMap replace(ConfigMap map, SavedObjects savedObjects) {
    return api.replace(new ConfigMapBuilder(map).withData(savedObjects.data()).build());
  }

  private ConfigMap create(SavedObjects savedObjects) {
    return api.create(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(settings.name())
            .addToLabels("app.kubernetes.io/managed-by", "oncue-warm-pool")
            .endMetadata()
            .withData(savedObjects.data())
            .build());
  }
}
