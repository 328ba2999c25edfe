package dev.oncue.warmpool.knative.observe;

import dev.oncue.warmpool.knative.api.KubernetesApi;
import dev.oncue.warmpool.knative.serving.Route;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
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
public final class ReadinessObserver {
  private final KubernetesApi api;
  private final Map<String, Reading> before = new HashMap<>();

  /**
   * What was seen of a Service.
   *
   * @param isStuckAtZero whether a request is needed to start the first instance
   */
  public record Observation(FunctionStatus functionStatus, boolean isStuckAtZero) {}

  /** What was seen of it once. */
  private record Reading(int hot, boolean isStuckAtZero, Optional<String> missing) {
    private static final Reading NOTHING = new Reading(0, false, Optional.empty());
  }

  /** Reads by the API. */
  public ReadinessObserver(KubernetesApi api) {
    this.api = api;
  }

  /** Fails as the API does. */
  public Observation observe(String function, int wanted, Route route) {
    Reading now = read(route, wanted);
    Reading last = before.getOrDefault(function, Reading.NOTHING);
    before.put(function, now);
    return new Observation(
        functionStatus(wanted, route, last, now), last.isStuckAtZero() && now.isStuckAtZero());
  }

  private Reading read(Route route, int wanted) {
    if (route.serving().isEmpty()) {
      return new Reading(
          0, false, Optional.of("Knative Service " + route.service() + " has no Revision yet"));
    }
    Reading least = new Reading(Integer.MAX_VALUE, false, Optional.empty());
    boolean isStuckAtZero = false;
    for (String revision : route.serving()) {
      Optional<Signals> signals = signals(revision);
      int hot = signals.map(seen -> seen.hot(wanted)).orElse(0);
      isStuckAtZero |= signals.map(seen -> seen.isStuckAtZero(wanted)).orElse(false);
      if (hot < least.hot()) {
        least = new Reading(hot, false, missing(revision, signals, wanted));
      }
    }
    return new Reading(least.hot(), isStuckAtZero, least.missing());
  }

  private static Optional<String> missing(String revision, Optional<Signals> signals, int wanted) {
    Optional<String> missing =
        signals.isEmpty() ? Optional.of("has no PodAutoscaler yet") : signals.get().missing(wanted);
    return missing.map(text -> "Revision " + revision + " " + text + "; " + wanted + " are wanted");
  }

  private static FunctionStatus functionStatus(int wanted, Route route, Reading last, Reading now) {
    if (now.hot() < wanted || last.hot() >= wanted) {
      return new FunctionStatus(wanted, now.hot(), now.missing());
    }
    String service = "Knative Service " + route.service();
    return new FunctionStatus(
        wanted,
        wanted - 1,
        Optional.of(service + " was seen hot once; it counts when seen again"),
        Finding.SEEN_ONCE);
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
  public void keepOnly(Set<String> functions) {
    before.keySet().retainAll(functions);
  }
}
