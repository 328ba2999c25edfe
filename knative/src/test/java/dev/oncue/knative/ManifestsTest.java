package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.knative.serving.v1.Service;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {
  @Test
  void the_base_keeps_all_rules() throws IOException {
    assertThat(Rules.broken(Tree.base())).isEmpty();
  }

  /** {@code kn service apply -f} takes the first document of a file, and no other. */
  @ParameterizedTest
  @ValueSource(strings = {"vote", "reaction", "poll-open", "poll-close", "live", "dead-letters"})
  void a_file_has_one_service_of_its_name(String name) throws IOException {
    Manifests file = Manifests.parse(Tree.read(Tree.BASE.resolve(name + ".yaml")));
    assertThat(file.all(Service.class).map(service -> service.getMetadata().getName()))
        .containsExactly(name);
    assertThat(file.resources()).hasSize(1);
  }

  /** What the pods need is what the script asks for, and what the README tells how to make. */
  @Test
  void deploy_looks_for_each_secret() throws IOException {
    Matcher list =
        Pattern.compile("needed_secrets\\(\\).*?SECRETS'\n(.*?)\nSECRETS", Pattern.DOTALL)
            .matcher(Tree.read(Tree.REPOSITORY.resolve("knative/deploy")));
    assertThat(list.find()).isTrue();
    List<String> asked =
        list.group(1)
            .lines()
            .flatMap(
                line -> {
                  List<String> words = List.of(line.split(" "));
                  return words.stream().skip(1).map(key -> words.get(0) + "/" + key);
                })
            .sorted()
            .toList();
    assertThat(PodRules.secrets(Tree.base())).containsExactlyElementsOf(asked);
    String readme = Tree.read(Tree.REPOSITORY.resolve("knative/README.md"));
    assertThat(asked)
        .allSatisfy(
            secret ->
                assertThat(readme)
                    .contains(
                        "secret generic "
                            + secret.split("/")[0].replaceFirst("(login-).*", "$1\\$f")));
  }

  @Test
  void the_rules_see_everything_that_runs() throws IOException {
    assertThat(Tree.base().pods().map(pod -> pod.owner().getMetadata().getName()))
        .containsExactlyInAnyOrder(
            "vote", "reaction", "poll-open", "poll-close", "live", "dead-letters", "warm-pool");
    assertThat(Rules.settings()).contains("ONCUE_GRID_SERVERS", "ONCUE_FEED_MAX_AGE");
    assertThat(new TreeSet<>(AccessRules.rights(Tree.base())))
        .contains("patch serving.knative.dev revisions *");
    assertThat(
            Tree.base().resources().stream()
                .map(resource -> resource.getKind())
                .collect(Collectors.toSet()))
        .contains("NetworkPolicy", "PodDisruptionBudget", "Broker", "Trigger");
  }
}
