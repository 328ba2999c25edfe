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
  private final Map<String, Glance> before = new HashMap<>();

  /**
   * What was seen of a Service.
   *
   * @param isStuckAtZero whether a request is needed to start the first instance
   */
  record Sight(Warmth warmth, boolean isStuckAtZero) {}

  /** What was seen of it once. */
  private record Glance(int hot, boolean isStuckAtZero, Optional<String> missing) {
    private static final Glance NOTHING = new Glance(0, false, Optional.empty());
  }

  Lookout(KubernetesApi api) {
    this.api = api;
  }

  /** Fails as the API does. */
  Sight look(Duty duty) {
    Glance now = glance(duty.route(), duty.wanted());
    Glance last = before.getOrDefault(duty.function(), Glance.NOTHING);
    before.put(duty.function(), now);
    return new Sight(warmth(duty, last, now), last.isStuckAtZero() && now.isStuckAtZero());
  }

  private Glance glance(Route route, int wanted) {
    if (route.serving().isEmpty()) {
      return new Glance(
          0, false, Optional.of("Knative Service " + route.service() + " has no Revision yet"));
    }
    Glance least = new Glance(Integer.MAX_VALUE, false, Optional.empty());
    boolean isStuckAtZero = false;
    for (String revision : route.serving()) {
      Optional<Signals> signals = signals(revision);
      int hot = signals.map(seen -> seen.hot(wanted)).orElse(0);
      isStuckAtZero |= signals.map(seen -> seen.isStuckAtZero(wanted)).orElse(false);
      if (hot < least.hot()) {
        least = new Glance(hot, false, missing(revision, signals, wanted));
      }
    }
    return new Glance(least.hot(), isStuckAtZero, least.missing());
  }

  private static Optional<String> missing(String revision, Optional<Signals> signals, int wanted) {
    Optional<String> missing =
        signals.isEmpty() ? Optional.of("has no PodAutoscaler yet") : signals.get().missing(wanted);
    return missing.map(text -> "Revision " + revision + " " + text + "; " + wanted + " are wanted");
  }

  private static Warmth warmth(Duty duty, Glance last, Glance now) {
    int wanted = duty.wanted();
    if (now.hot() < wanted || last.hot() >= wanted) {
      return new Warmth(wanted, now.hot(), now.missing());
    }
    String service = "Knative Service " + duty.route().service();
    return new Warmth(
        wanted, wanted - 1, Optional.of(service + " was seen hot once; it counts when seen again"));
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
    before.keySet().retainAll(functions);
  }
}
