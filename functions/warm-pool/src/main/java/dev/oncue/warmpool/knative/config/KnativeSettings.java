package dev.oncue.warmpool.knative.config;

import dev.oncue.http.settings.SettingException;
import dev.oncue.warmpool.knative.serving.ServingVersion;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the pool's functions run.
 *
 * @param namespace of their Knative Services, and of the pool's own records
 * @param name of the ConfigMap and the Lease of the pool
 * @param services names of Services by function, where they differ from the function's
 * @param servingNamespace where Knative Serving is installed
 * @param servingVersion of Knative Serving; empty: it is looked up
 * @param identity of this process among those that share the pool; no two that run may have one
 */
public record KnativeSettings(
    String namespace,
    String name,
    Map<String, String> services,
    String servingNamespace,
    Optional<ServingVersion> servingVersion,
    String identity) {
  /**
   * Completes the settings with what the process knows of itself.
   *
   * @param hostname of this process, as Kubernetes sets it
   * @param ownNamespace the namespace this process runs in; {@code null}: not known
   * @throws SettingException when no namespace is known
   */
  public static KnativeSettings of(
      KnativeConfig config, Optional<String> hostname, String ownNamespace) {
    return new KnativeSettings(
        config.namespace().orElseGet(() -> namespace(ownNamespace)),
        config.name(),
        config.services().map(KnativeConfig.Services::byFunction).orElse(Map.of()),
        config.servingNamespace(),
        config.servingVersion(),
        hostname.orElseGet(() -> UUID.randomUUID().toString()));
  }

  private static String namespace(String ownNamespace) {
    try {
      return KnativeConfig.NameConverter.name(ownNamespace == null ? "" : ownNamespace);
    } catch (IllegalArgumentException e) {
      throw new SettingException("ONCUE_WARM_POOL_NAMESPACE", e.getMessage());
    }
  }
}
