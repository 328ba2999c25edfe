package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The SBOM names each library that a grid server and the local engine have, and no test's. */
@Tag("tools")
class SbomIT {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path SBOM = ROOT.resolve(Path.of("target", "sbom.json"));
  private static final List<Path> DELIVERED =
      List.of(
          Path.of("infinispan-config", "server", "target", "lib"),
          Path.of("functions", "local", "target", "quarkus-app", "lib"));

  private static List<String> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }

  @Test
  void itNamesWhatIsDelivered() throws IOException {
    assumeTrue(Files.exists(SBOM), "Skipped: SbomIT: ./mvnw -Psbom -DskipTests package makes it");
    JsonNode sbom = new ObjectMapper().readTree(SBOM.toFile());
    assertThat(sbom.get("bomFormat").asText()).isEqualTo("CycloneDX");
    Set<String> names =
        StreamSupport.stream(sbom.get("components").spliterator(), false)
            .map(library -> library.get("name").asText() + "-" + library.get("version").asText())
            .collect(Collectors.toSet());
    for (Path folder : DELIVERED) {
      List<String> jars = jars(folder);
      assertThat(jars).as("%s", folder).isNotEmpty();
      assertThat(jars)
          .as("%s", folder)
          .allMatch(jar -> names.stream().anyMatch(name -> jar.contains(name)));
    }
    assertThat(names).noneMatch(name -> name.matches("(assertj|junit|playwright).*"));
  }
}
