package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.Warmth;
import io.fabric8.knative.internal.autoscaling.v1alpha1.PodAutoscaler;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees how many instances are hot. What is seen once may be left over from before a change; only
 * what is seen twice in a row counts. Not thread-safe.
 */
final class Lookout {
  private final KubernetesApi api;
  private final Map<String, Integer> hotBefore = new HashMap<>();

  /**
   * What was seen of a Service.
   *
   * @param isStuckAtZero whether a request is needed to start the first instance
   */
  record Sight(Warmth warmth, boolean isStuckAtZero) {}

  Lookout(KubernetesApi api) {
    this.api = api;
  }

  /** Fails as the API does. */
  Sight look(Duty duty) {
    Route route = duty.route();
    int wanted = duty.wanted();
    int hot = Integer.MAX_VALUE;
    Optional<String> missing = Optional.empty();
    boolean isStuckAtZero = false;
    for (String revision : route.serving()) {
      Optional<Signals> signals = signals(revision);
      int instances = signals.map(seen -> seen.hot(wanted)).orElse(0);
      if (instances < hot) {
        hot = instances;
        missing = missing(revision, signals, wanted);
      }
      isStuckAtZero |= signals.map(seen -> seen.isStuckAtZero(wanted)).orElse(false);
    }
    if (route.serving().isEmpty()) {
      hot = 0;
      missing = Optional.of("Knative Service " + route.service() + " has no Revision yet");
    }
    return new Sight(twice(duty, hot, missing), isStuckAtZero);
  }

  private static Optional<String> missing(String revision, Optional<Signals> signals, int wanted) {
    Optional<String> missing =
        signals.isEmpty() ? Optional.of("has no PodAutoscaler yet") : signals.get().missing(wanted);
    return missing.map(text -> "Revision " + revision + " " + text + "; " + wanted + " are wanted");
  }

  private Warmth twice(Duty duty, int hot, Optional<String> missing) {
    int wanted = duty.wanted();
    Integer before = hotBefore.put(duty.function(), hot);
    if (hot < wanted || before != null && before >= wanted) {
      return new Warmth(wanted, hot, missing);
    }
    String once =
        "Knative Service "
            + duty.route().service()
            + " was seen hot once; it counts when seen again";
    return new Warmth(wanted, Math.min(hot, wanted - 1), Optional.of(once));
  }

  private Optional<Signals> signals(String revision) {
    return api.podAutoscaler(revision).map(this::signals);
  }

  private Signals signals(PodAutoscaler autoscaler) {
    String revision = autoscaler.getMetadata().getName();
    Optional<Deployment> deployment =
        autoscaler.getSpec() == null || autoscaler.getSpec().getScaleTargetRef() == null
            ? Optional.empty()
            : api.deployment(autoscaler.getSpec().getScaleTargetRef().getName());
    // The PodAutoscaler knows the name, which is shortened where that of the Revision is long.
    String known =
        autoscaler.getStatus() == null ? null : autoscaler.getStatus().getMetricsServiceName();
    List<EndpointSlice> slices = api.endpointSlices(known == null ? revision + "-private" : known);
    return Signals.of(autoscaler, deployment, slices);
  }

  /** Forgets what is not looked at any more. */
  void keepOnly(Set<String> functions) {
    hotBefore.keySet().retainAll(functions);
  }
}
