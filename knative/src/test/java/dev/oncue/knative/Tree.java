package dev.oncue.knative;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of this folder, and what lies beside it. */
final class Tree {
  static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  static final Path BASE = REPOSITORY.resolve("knative/base");
  static final Path OPERATOR = REPOSITORY.resolve("infinispan-config/operator");
  static final List<String> OVERLAYS = List.of("dev", "production", "single-tenant");

  private Tree() {}

  static Path overlay(String name) {
    return REPOSITORY.resolve("knative/overlays").resolve(name);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All manifests of the base. */
  static Manifests base() throws IOException {
    return base("", "");
  }

  /** The base, with something in one of its files written otherwise. */
  static Manifests base(String from, String to) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String file : listed(BASE, "resources")) {
      texts.add(read(BASE.resolve(file)));
    }
    String all = String.join("\n---\n", texts);
    if (!from.isEmpty() && !all.contains(from)) {
      throw new IOException("nothing says " + from);
    }
    return Manifests.parse(all.replace(from, to));
  }

  /** The names in a list of a folder's kustomization. */
  static List<String> listed(Path folder, String list) throws IOException {
    JsonNode names = kustomization(folder).path(list);
    return StreamSupport.stream(names.spliterator(), false).map(JsonNode::asText).toList();
  }

  static JsonNode kustomization(Path folder) throws IOException {
    return new YAMLMapper().readTree(read(folder.resolve("kustomization.yaml")));
  }

  /** Every YAML file below a folder, but kustomizations. */
  static List<String> yamlFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .collect(Collectors.toList());
    }
  }
}
