package dev.oncue.warmpool.knative.observe;

import dev.oncue.warmpool.knative.api.KubernetesApi;
import dev.oncue.warmpool.knative.config.KnativeSettings;
import dev.oncue.warmpool.knative.serving.PatchedKind;
import dev.oncue.warmpool.knative.serving.ServingVersion;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is to be patched with the Knative Serving that is installed: as set, or by the version that
 * the labels of its controller tell, which is looked up again all the time, for an upgrade may come
 * in the middle of a window. Not thread-safe.
 */
public final class ServingRelease {
  private static final Duration MAX_AGE = Duration.ofSeconds(10);

  private final KubernetesApi api;
  private final KnativeSettings settings;
  private final LongSupplier nanos;
  private Detected last;
  private long lastNanos;

  /**
   * What was found.
   *
   * @param problem why it is not known, one sentence
   */
  public record Detected(Optional<PatchedKind> patched, String problem) {
    /** Nothing was asked. */
    public static final Detected NOTHING = new Detected(Optional.empty(), "");
  }

  /** With a clock that never goes back. */
  public ServingRelease(KubernetesApi api, KnativeSettings settings, LongSupplier nanos) {
    this.api = api;
    this.settings = settings;
    this.nanos = nanos;
  }

  /** Fails as the API does, except where it does not let this be read. */
  public Detected detect() {
    if (settings.servingVersion().isPresent()) {
      return new Detected(settings.servingVersion().map(ServingVersion::patched), "");
    }
    if (last == null || nanos.getAsLong() - lastNanos > MAX_AGE.toNanos()) {
      last = lookUp();
      lastNanos = nanos.getAsLong();
    }
    return last;
  }

  private Detected lookUp() {
    try {
      Optional<Deployment> controller = api.servingController();
      Optional<ServingVersion> version =
          controller
              .map(found -> found.getMetadata().getLabels())
              .flatMap(ServingVersion::ofLabels);
      return version.isPresent()
          ? new Detected(version.map(ServingVersion::patched), "")
          : unknown(controller.isPresent() ? "has no label of a release" : "does not exist");
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return unknown("may not be read");
      }
      throw e;
    }
  }

  private Detected unknown(String reason) {
    return new Detected(
        Optional.empty(),
        "the version of Knative Serving is not known, for Deployment controller in namespace "
            + settings.servingNamespace()
            + " "
            + reason
            + ": set ONCUE_WARM_POOL_SERVING_VERSION");
  }
}
