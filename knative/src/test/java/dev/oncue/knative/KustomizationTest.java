package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kustomizations name what is there, all of it. */
class KustomizationTest {
  static Stream<String> overlays() {
    return Tree.OVERLAYS.stream();
  }

  @Test
  void the_base_and_the_grid_name_every_file() throws IOException {
    assertThat(Tree.listed(Tree.BASE, "resources"))
        .containsExactlyInAnyOrderElementsOf(Tree.yamlFiles(Tree.BASE));
    assertThat(Tree.listed(Tree.OPERATOR, "resources"))
        .containsExactlyInAnyOrderElementsOf(Tree.yamlFiles(Tree.OPERATOR));
  }

  @Test
  void there_are_no_other_overlays() throws IOException {
    try (Stream<Path> folders = Files.list(Tree.overlay("."))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Tree.OVERLAYS);
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void an_overlay_names_what_is_there(String name) throws IOException {
    Path folder = Tree.overlay(name);
    for (Path each : new Path[] {folder, folder.resolve("grid"), folder.resolve("serving")}) {
      assertThat(Tree.listed(each, "resources"))
          .allSatisfy(resource -> assertThat(each.resolve(resource)).exists());
    }
    Set<String> own =
        Tree.yamlFiles(folder).stream()
            .filter(file -> !file.contains("/"))
            .collect(Collectors.toSet());
    assertThat(Tree.listed(folder, "resources")).containsAll(own);
    assertThat(Tree.kustomization(folder).get("namespace").asText())
        .isEqualTo(Tree.kustomization(folder.resolve("grid")).get("namespace").asText());
  }

  /** An image that no overlay names would be looked for on Docker Hub. */
  @ParameterizedTest
  @MethodSource("overlays")
  void every_image_is_given_a_place(String name) throws IOException {
    Set<String> placed = new TreeSet<>();
    Path folder = Tree.overlay(name);
    for (JsonNode image : Tree.kustomization(folder).path("images")) {
      placed.add(image.get("name").asText());
    }
    for (String resource : Tree.listed(folder, "resources")) {
      for (JsonNode image : images(folder.resolve(resource))) {
        placed.add(image.get("name").asText());
      }
    }
    Set<String> used =
        Tree.base()
            .pods()
            .map(pod -> pod.containers().get(0).getImage())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(placed).isEqualTo(used);
  }

  private static JsonNode images(Path resource) throws IOException {
    return Files.isDirectory(resource)
        ? Tree.kustomization(resource).path("images")
        : Tree.kustomization(Tree.BASE).path("images");
  }
}
