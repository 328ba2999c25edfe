package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The warm pool may do what it does, and nothing else: the Roles are its own list. */
class RightsTest {
  private static final Path LIST = Tree.REPOSITORY.resolve("functions/warm-pool/rbac");

  @ParameterizedTest
  @CsvSource({"functions, knative/base/warm-pool-rbac.yaml", "serving, knative/serving/rbac.yaml"})
  void a_role_has_the_lines_of_its_namespace(String namespace, String file) throws Exception {
    Set<String> listed =
        Tree.read(LIST)
            .lines()
            .map(line -> line.split(" +"))
            .filter(words -> words[0].equals(namespace))
            .flatMap(
                words ->
                    Arrays.stream(words[3].split(","))
                        .map(verb -> String.join(" ", verb, words[1], words[2], words[4])))
            .collect(Collectors.toCollection(TreeSet::new));
    Manifests manifests = Manifests.parse(Tree.read(Tree.REPOSITORY.resolve(file)));
    assertThat(AccessRules.rights(manifests)).isNotEmpty().isEqualTo(listed);
    assertThat(AccessRules.bindings(manifests)).isEmpty();
  }
}
