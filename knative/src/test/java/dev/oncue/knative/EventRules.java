package dev.oncue.knative;

import io.fabric8.knative.duck.v1.DeliverySpec;
import io.fabric8.knative.duck.v1.KReference;
import io.fabric8.knative.eventing.v1.Broker;
import io.fabric8.knative.eventing.v1.Trigger;
import io.fabric8.knative.serving.v1.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How events reach functions. */
final class EventRules {
  private EventRules() {}

  /**
   * Each type goes to the function that takes it, and to no other.
   *
   * @param functions by the type that they take
   */
  static Stream<String> triggers(Manifests manifests, Map<String, String> functions) {
    Map<String, String> triggers =
        manifests
            .all(Trigger.class)
            .collect(
                Collectors.toMap(
                    trigger -> trigger.getSpec().getFilter().getAttributes().get("type"),
                    trigger -> trigger.getSpec().getSubscriber().getRef().getName()));
    return triggers.equals(functions)
        ? Stream.of()
        : Stream.of("Triggers send " + triggers + ", functions take " + functions);
  }

  static Stream<String> subscribers(Manifests manifests) {
    Set<String> services =
        manifests
            .all(Service.class)
            .map(service -> service.getMetadata().getName())
            .collect(Collectors.toSet());
    Set<String> brokers =
        manifests
            .all(Broker.class)
            .map(broker -> broker.getMetadata().getName())
            .collect(Collectors.toSet());
    Stream<String> unknown =
        Stream.concat(
                manifests
                    .all(Trigger.class)
                    .map(trigger -> trigger.getSpec().getSubscriber().getRef()),
                manifests
                    .all(Broker.class)
                    .map(broker -> broker.getSpec().getDelivery())
                    .filter(Objects::nonNull)
                    .map(delivery -> delivery.getDeadLetterSink().getRef()))
            .filter(reference -> !isService(reference, services))
            .map(reference -> "events go to " + reference.getName() + ", which is not there");
    Stream<String> lost =
        manifests
            .all(Trigger.class)
            .filter(trigger -> !brokers.contains(trigger.getSpec().getBroker()))
            .map(trigger -> "there is no Broker " + trigger.getSpec().getBroker());
    return Stream.concat(unknown, lost);
  }

  private static boolean isService(KReference reference, Set<String> services) {
    return List.of("serving.knative.dev/v1", "Service")
            .equals(List.of(reference.getApiVersion(), reference.getKind()))
        && reference.getNamespace() == null
        && services.contains(reference.getName());
  }

  static Stream<String> delivery(Manifests manifests) {
    return manifests
        .all(Broker.class)
        .filter(broker -> !isWhole(broker.getSpec().getDelivery()))
        .map(broker -> "the Broker must say how often events are sent again, and what then");
  }

  private static boolean isWhole(DeliverySpec delivery) {
    return delivery != null
        && delivery.getRetry() != null
        && delivery.getRetry() > 0
        && "exponential".equals(delivery.getBackoffPolicy())
        && delivery.getBackoffDelay() != null
        && delivery.getDeadLetterSink() != null;
  }
}
