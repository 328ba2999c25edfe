package dev.oncue.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.infinispan.commons.configuration.io.ConfigurationResourceResolvers;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.parsing.ConfigurationBuilderHolder;
import org.infinispan.configuration.parsing.ParserRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The clustered caches are said once, in {@code caches/grid}; what else says them agrees. */
class CacheDefinitionsTest {
  private static final Path GRID = Path.of("..", "caches", "grid");
  private static final Path OPERATOR = Path.of("..", "operator");

  static List<String> names() throws IOException {
    return names(GRID, ".xml");
  }

  @Test
  void each_has_a_resource_for_the_operator_and_none_is_left_over() throws IOException {
    assertThat(names(OPERATOR.resolve("caches"), ".yaml")).isEqualTo(names());
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_operator_makes_the_same_cache(String name) throws IOException {
    Map<String, Object> resource = yaml(OPERATOR.resolve("caches").resolve(name + ".yaml"));
    Map<String, Object> cluster = yaml(OPERATOR.resolve("infinispan.yaml"));
    Map<String, Object> spec = map(resource, "spec");

    assertThat(resource)
        .containsEntry("apiVersion", "infinispan.org/v2alpha1")
        .containsEntry("kind", "Cache");
    assertThat(spec)
        .containsEntry("name", name)
        .containsEntry("clusterName", map(cluster, "metadata").get("name"));
    assertThat(parse(name, (String) spec.get("template")))
        .isEqualTo(parse(name, Files.readString(GRID.resolve(name + ".xml"))));
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_servers_include_it(String name) throws IOException {
    assertThat(Files.readString(Path.of("..", "server", "conf", "infinispan.xml")))
        .contains("<xi:include href=\"../../caches/grid/" + name + ".xml\"/>");
  }

  private static List<String> names(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(file -> file.substring(0, file.length() - end.length()))
          .sorted()
          .toList();
    }
  }

  private static Configuration parse(String name, String xml) {
    InputStream in = new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    ConfigurationBuilderHolder parsed =
        new ParserRegistry()
            .parse(in, ConfigurationResourceResolvers.DEFAULT, MediaType.APPLICATION_XML);
    assertThat(parsed.getNamedConfigurationBuilders()).containsOnlyKeys(name);
    return parsed.getNamedConfigurationBuilders().get(name).build();
  }

  private static Map<String, Object> yaml(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new Yaml().load(in);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    return (Map<String, Object>) parent.get(key);
  }
}
