package dev.oncue.warmpool.knative.observe;

import dev.oncue.warmpool.knative.serving.ScaleBound;
import io.fabric8.knative.internal.autoscaling.v1alpha1.PodAutoscaler;
import io.fabric8.knative.internal.autoscaling.v1alpha1.PodAutoscalerStatus;
import io.fabric8.knative.pkg.apis.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Optional;

/**
 * The five signs of how many instances of a Revision are hot. Each alone can be old right after a
 * change, for the PodAutoscaler's generation does not change with its annotations. Immutable.
 *
 * @param echoed min-scale on the PodAutoscaler
 * @param desired what the autoscaler asks for
 * @param actual what it counts as ready
 * @param isActive whether it says that this suffices
 * @param ready ready replicas of the Deployment
 * @param endpoints pods that requests can be sent to
 * @param isUnreachable whether Knative ignores min-scale, because the Revision gets no requests or
 *     its pods do not start
 */
record Signals(
    int echoed,
    int desired,
    int actual,
    boolean isActive,
    int ready,
    int endpoints,
    boolean isUnreachable) {

  static Signals of(
      PodAutoscaler autoscaler, Optional<Deployment> deployment, List<EndpointSlice> slices) {
    Optional<PodAutoscalerStatus> status = Optional.ofNullable(autoscaler.getStatus());
    return new Signals(
        ScaleBound.MIN.in(autoscaler.getMetadata().getAnnotations()),
        status.map(PodAutoscalerStatus::getDesiredScale).orElse(-1),
        status.map(PodAutoscalerStatus::getActualScale).orElse(0),
        status.map(PodAutoscalerStatus::getConditions).map(Signals::isActive).orElse(false),
        deployment.map(Deployment::getStatus).map(each -> each.getReadyReplicas()).orElse(0),
        readyPods(slices),
        autoscaler.getSpec() != null
            && "Unreachable".equals(autoscaler.getSpec().getReachability()));
  }

  private static boolean isActive(List<Condition> conditions) {
    return conditions.stream()
        .anyMatch(each -> "Active".equals(each.getType()) && "True".equals(each.getStatus()));
  }

  /** A pod is listed once for each family of addresses, so pods are counted, not endpoints. */
  private static int readyPods(List<EndpointSlice> slices) {
    return (int)
        slices.stream()
            .flatMap(slice -> slice.getEndpoints().stream())
            .filter(Signals::isReady)
            .map(Signals::pod)
            .distinct()
            .count();
  }

  /** Unknown is to be taken as ready, says the API. */
  private static boolean isReady(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }

  private static Object pod(Endpoint endpoint) {
    return endpoint.getTargetRef() == null
        ? endpoint.getAddresses()
        : endpoint.getTargetRef().getName();
  }

  /** Instances that all signs agree on; fewer than wanted unless all of them do. */
  int hot(int wanted) {
    int least = Math.min(Math.min(Math.min(echoed, desired), Math.min(actual, ready)), endpoints);
    return Math.max(0, isActive ? least : Math.min(least, wanted - 1));
  }

  /** Whether nothing runs, and nothing is about to although it was asked for. */
  boolean isStuckAtZero(int wanted) {
    return wanted > 0 && echoed >= wanted && desired <= 0 && ready == 0 && !isUnreachable;
  }

  /** The first sign that is missing, as the rest of a sentence that starts with the Revision. */
  Optional<String> missing(int wanted) {
    if (isUnreachable && hot(wanted) < wanted) {
      return Optional.of("is unreachable, so Knative ignores its min-scale");
    }
    if (echoed < wanted) {
      return Optional.of("has a PodAutoscaler whose min-scale is still " + echoed);
    }
    if (desired < wanted) {
      return Optional.of("has an autoscaler that asks for " + Math.max(0, desired) + " instances");
    }
    if (actual < wanted) {
      return Optional.of("has " + actual + " instances, says its autoscaler");
    }
    if (!isActive) {
      return Optional.of("has an autoscaler that is not active yet");
    }
    if (ready < wanted) {
      return Optional.of("has " + ready + " ready replicas");
    }
    return endpoints < wanted
        ? Optional.of("has " + endpoints + " pods that requests can be sent to")
        : Optional.empty();
  }
}
