package dev.oncue.testbed.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build has put what tests start, from wherever they run. */
final class Built {
  private Built() {}

  /** A file or folder of this repository. */
  static Path path(String first, String... more) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("infinispan-config"))) {
      root = root.getParent();
    }
    return root.resolve(Path.of(first, more));
  }

  /** A tool of the JDK that runs the tests. */
  static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }
}
