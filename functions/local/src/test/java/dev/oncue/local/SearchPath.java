package dev.oncue.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The folders of the PATH. */
public final class SearchPath {
  private SearchPath() {}

  /** The executable of a command; as with a shell, the first. */
  public static Optional<Path> find(String command) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
