package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl makes of the overlays. */
@NeedsKubectl
class OverlaysTest {
  static Stream<String> overlays() {
    return Tree.OVERLAYS.stream();
  }

  private static Manifests render(Path folder) throws Exception {
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String yaml = new String(kubectl.getInputStream().readAllBytes());
    assertThat(kubectl.waitFor()).isZero();
    return Manifests.parse(yaml);
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void it_keeps_all_rules_in_a_namespace_of_its_own(String name) throws Exception {
    Manifests rendered = render(Tree.overlay(name));
    assertThat(Rules.broken(rendered)).isEmpty();
    String namespace = namespace(name);
    assertThat(rendered.all(Namespace.class).map(each -> each.getMetadata().getName()))
        .containsExactly(namespace);
    assertThat(rendered.resources())
        .filteredOn(resource -> !(resource instanceof Namespace))
        .extracting(resource -> resource.getMetadata().getNamespace())
        .containsOnly(namespace);
    assertThat(
            rendered
                .all(ConfigMap.class)
                .map(map -> map.getData().get("servers"))
                .filter(Objects::nonNull))
        .containsExactly("oncue-grid." + namespace + ".svc:11222");
    assertThat(rendered.functions().map(service -> ServiceRules.container(service).getImage()))
        .allMatch(image -> image.startsWith("registry.example.com/"));
  }

  private static String namespace(String overlay) throws IOException {
    return Tree.kustomization(Tree.overlay(overlay)).get("namespace").asText();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void its_grid_is_whole_and_in_the_same_namespace(String name) throws Exception {
    Manifests grid = render(Tree.overlay(name).resolve("grid"));
    assertThat(grid.resources()).extracting(HasMetadata::getKind).contains("Infinispan", "Cache");
    assertThat(grid.resources())
        .extracting(resource -> resource.getMetadata().getNamespace())
        .containsOnly(namespace(name));
    assertThat(
            grid.all(NetworkPolicy.class)
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .flatMap(rule -> rule.getFrom().stream())
                .filter(from -> from.getPodSelector().getMatchLabels().containsValue("oncue"))
                .map(from -> from.getNamespaceSelector().getMatchLabels()))
        .containsExactly(Map.of("kubernetes.io/metadata.name", namespace(name)));
  }

  /** In the namespace of Knative Serving several overlays meet. */
  @ParameterizedTest
  @MethodSource("overlays")
  void its_warm_pool_may_ask_for_the_version(String name) throws Exception {
    Manifests serving = render(Tree.overlay(name).resolve("serving"));
    String own = "warm-pool-of-" + namespace(name);
    assertThat(serving.resources())
        .allSatisfy(
            resource -> {
              assertThat(resource.getMetadata().getName()).isEqualTo(own);
              assertThat(resource.getMetadata().getNamespace()).isEqualTo("knative-serving");
            });
    assertThat(serving.all(RoleBinding.class))
        .singleElement()
        .satisfies(
            binding -> {
              assertThat(binding.getRoleRef().getName()).isEqualTo(own);
              assertThat(binding.getSubjects().get(0).getName()).isEqualTo("warm-pool");
              assertThat(binding.getSubjects().get(0).getNamespace()).isEqualTo(namespace(name));
            });
  }

  /** The quota refuses pods that ask for nothing, until the LimitRange asks for them. */
  @Test
  void a_quota_comes_after_its_defaults() throws Exception {
    assertThat(render(Tree.overlay("single-tenant")).resources())
        .extracting(HasMetadata::getKind)
        .startsWith("Namespace", "LimitRange", "ResourceQuota", "ServiceAccount");
  }

  /** What must not be gone when the first viewer comes is not at zero. */
  @ParameterizedTest
  @MethodSource("overlays")
  void shows_start_from_one(String name) throws Exception {
    Map<String, Integer> least =
        render(Tree.overlay(name))
            .functions()
            .collect(
                Collectors.toMap(
                    service -> service.getMetadata().getName(), OverlaysTest::minScale));
    if (name.equals("dev")) {
      assertThat(least).containsEntry("vote", 0).containsEntry("poll-close", 1);
    } else {
      assertThat(least)
          .containsEntry("vote", 1)
          .containsEntry("live", 1)
          .containsEntry("poll-open", 1)
          .containsEntry("poll-close", 2);
    }
  }

  private static int minScale(Service service) {
    return Integer.parseInt(
        service
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations()
            .get("autoscaling.knative.dev/min-scale"));
  }
}
