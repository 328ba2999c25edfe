package dev.oncue.knative;

import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may reach whom, and do what. */
final class AccessRules {
  private static final String PART_OF = "app.kubernetes.io/part-of";

  private AccessRules() {}

  /** Rights as {@code verb group resource name}, as functions/warm-pool/rbac words them. */
  static Set<String> rights(Manifests manifests) {
    return manifests
        .all(Role.class)
        .flatMap(role -> role.getRules().stream())
        .flatMap(AccessRules::rights)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> rights(PolicyRule rule) {
    List<String> names = rule.getResourceNames().isEmpty() ? List.of("*") : rule.getResourceNames();
    return rule.getVerbs().stream()
        .flatMap(
            verb ->
                rule.getApiGroups().stream()
                    .map(group -> verb + " " + (group.isEmpty() ? "core" : group)))
        .flatMap(each -> rule.getResources().stream().map(resource -> each + " " + resource))
        .flatMap(each -> names.stream().map(name -> each + " " + name));
  }

  static Stream<String> bindings(Manifests manifests) {
    Set<String> roles =
        manifests
            .all(Role.class)
            .map(role -> role.getMetadata().getName())
            .collect(Collectors.toSet());
    return manifests
        .all(RoleBinding.class)
        .filter(
            binding ->
                !binding.getRoleRef().getKind().equals("Role")
                    || !roles.contains(binding.getRoleRef().getName())
                    || binding.getSubjects().size() != 1
                    || !binding.getSubjects().get(0).getName().equals("warm-pool"))
        .map(
            binding ->
                "RoleBinding " + binding.getMetadata().getName() + ": to the warm pool alone");
  }

  /** Every pod is one of those that may do nothing unless a policy says so. */
  static Stream<String> policies(Manifests manifests) {
    Stream<String> free =
        podLabels(manifests)
            .filter(pod -> !"oncue".equals(pod.getValue().get(PART_OF)))
            .map(pod -> pod.getKey() + ": no policy selects its pods");
    boolean isClosed = manifests.all(NetworkPolicy.class).anyMatch(AccessRules::closesAll);
    return isClosed
        ? free
        : Stream.concat(free, Stream.of("no NetworkPolicy closes all that is not opened"));
  }

  private static boolean closesAll(NetworkPolicy policy) {
    return policy.getSpec().getIngress().isEmpty()
        && policy.getSpec().getEgress().isEmpty()
        && policy.getSpec().getPolicyTypes().containsAll(List.of("Ingress", "Egress"))
        && Map.of(PART_OF, "oncue").equals(policy.getSpec().getPodSelector().getMatchLabels());
  }

  /** Whatever is opened says to whom. */
  static Stream<String> openEnds(Manifests manifests) {
    return manifests
        .all(NetworkPolicy.class)
        .filter(
            policy ->
                policy.getSpec().getEgress().stream().anyMatch(rule -> rule.getTo().isEmpty())
                    || policy.getSpec().getIngress().stream()
                        .anyMatch(rule -> rule.getFrom().isEmpty()))
        .map(
            policy -> "NetworkPolicy " + policy.getMetadata().getName() + ": is open to everybody");
  }

  /** One for each thing that runs; Knative puts its Service's name on the pods. */
  static Stream<String> budgets(Manifests manifests) {
    Set<Map<String, String>> selected =
        manifests
            .all(PodDisruptionBudget.class)
            .map(budget -> budget.getSpec().getSelector())
            .map(LabelSelector::getMatchLabels)
            .collect(Collectors.toSet());
    Set<Map<String, String>> running =
        Stream.concat(
                manifests
                    .functions()
                    .map(
                        service ->
                            Map.of("serving.knative.dev/service", service.getMetadata().getName())),
                manifests
                    .all(Deployment.class)
                    .map(deployment -> deployment.getSpec().getSelector().getMatchLabels()))
            .collect(Collectors.toSet());
    return selected.equals(running)
        ? Stream.of()
        : Stream.of("PodDisruptionBudgets select " + selected + ", and what runs is " + running);
  }

  /** What a Deployment and a plain Service select is what the Deployment makes. */
  static Stream<String> selectors(Manifests manifests) {
    Stream<String> deployments =
        manifests
            .all(Deployment.class)
            .filter(
                deployment ->
                    !labels(deployment)
                        .entrySet()
                        .containsAll(
                            deployment.getSpec().getSelector().getMatchLabels().entrySet()))
            .map(deployment -> deployment.getMetadata().getName() + ": selects other pods");
    Stream<String> services =
        manifests
            .all(io.fabric8.kubernetes.api.model.Service.class)
            .filter(
                service -> manifests.all(Deployment.class).noneMatch(each -> serves(service, each)))
            .map(service -> service.getMetadata().getName() + ": serves no Deployment's port");
    return Stream.concat(deployments, services);
  }

  private static boolean serves(
      io.fabric8.kubernetes.api.model.Service service, Deployment deployment) {
    Set<String> ports =
        deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getPorts().stream()
            .map(port -> port.getName())
            .collect(Collectors.toSet());
    return labels(deployment).entrySet().containsAll(service.getSpec().getSelector().entrySet())
        && service.getSpec().getPorts().stream()
            .map(ServicePort::getTargetPort)
            .allMatch(port -> ports.contains(port.getStrVal()));
  }

  private static Map<String, String> labels(Deployment deployment) {
    return deployment.getSpec().getTemplate().getMetadata().getLabels();
  }

  private static Stream<Map.Entry<String, Map<String, String>>> podLabels(Manifests manifests) {
    return Stream.concat(
        manifests
            .all(Service.class)
            .map(
                service ->
                    Map.entry(
                        "Service " + service.getMetadata().getName(),
                        service.getSpec().getTemplate().getMetadata().getLabels())),
        manifests
            .all(Deployment.class)
            .map(
                deployment ->
                    Map.entry(
                        "Deployment " + deployment.getMetadata().getName(), labels(deployment))));
  }
}
