package dev.oncue.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An image as a {@link Containerfile} says, over a base. The same files over the same base are the
 * same image: every file belongs to root and can be read by all, and only a jar keeps its time,
 * because a JVM's cache asks for it.
 *
 * @param base a reference in a registry, or {@code tar://} and the file of an image
 * @param recipe what the image is
 * @param stages the folder that stands for the root of each stage which the recipe copies from
 * @param created when the image says that it was made
 */
record FunctionImage(String base, Containerfile recipe, Map<String, Path> stages, Instant created) {

  private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");
  private static final FilePermissions FOLDER = FilePermissions.fromOctalString("755");

  /**
   * The base alone, for this machine's kind of processor.
   *
   * @throws InvalidImageReferenceException it is no reference
   */
  static JibContainerBuilder base(String base) throws InvalidImageReferenceException {
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    return Jib.from(base)
        .setPlatforms(Set.of(new Platform(processor, "linux")))
        .setFormat(ImageFormat.OCI);
  }

  /**
   * Writes it.
   *
   * @return its digest, and that of its configuration
   */
  JibContainer write(Containerizer containerizer)
      throws InvalidImageReferenceException,
          IOException,
          InterruptedException,
          RegistryException,
          CacheDirectoryCreationException,
          ExecutionException {
    JibContainerBuilder image =
        base(base)
            .setCreationTime(created)
            .setUser(recipe.user())
            .setWorkingDirectory(AbsoluteUnixPath.get(recipe.folder()))
            .setEntrypoint(recipe.entrypoint())
            .setExposedPorts(
                recipe.ports().stream().map(Port::tcp).collect(Collectors.toUnmodifiableSet()));
    new TreeMap<>(recipe.labels()).forEach(image::addLabel);
    new TreeMap<>(recipe.environment()).forEach(image::addEnvironmentVariable);
    for (Containerfile.Copy copy : recipe.copies()) {
      image.addFileEntriesLayer(layer(copy));
    }
    return image.containerize(containerizer);
  }

  private FileEntriesLayer layer(Containerfile.Copy copy) throws IOException {
    Path root = stages.get(copy.stage());
    if (root == null) {
      throw new IllegalArgumentException("nothing stands for the stage " + copy.stage());
    }
    Path source = root.resolve(copy.source().substring(1));
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(copy.target());
    if (Files.isDirectory(source)) {
      addContent(layer, source, copy.target().replaceAll("/$", ""));
    } else {
      String name = copy.target().endsWith("/") ? source.getFileName().toString() : "";
      add(layer, source, copy.target() + name);
    }
    return layer.build();
  }

  private void addContent(FileEntriesLayer.Builder layer, Path folder, String target)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted()
          .forEach(
              file -> {
                String name = folder.relativize(file).toString();
                add(layer, file, name.isEmpty() ? target : target + "/" + name);
              });
    }
  }

  private void add(FileEntriesLayer.Builder layer, Path file, String target) {
    FilePermissions permissions = Files.isDirectory(file) ? FOLDER : READABLE;
    layer.addEntry(file, AbsoluteUnixPath.get(target), permissions, timeOf(file), "0:0");
  }

  private Instant timeOf(Path file) {
    if (!file.toString().endsWith(".jar")) {
      return created;
    }
    try {
      return Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
