package dev.oncue.loadtest.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** A program that some variants take beyond a JDK. */
enum Tool {
  REDIS_SERVER("redis-server", "redis-server"),
  NODE("node", "nodejs"),
  NPM("npm", "npm");

  private final String command;
  private final String debianPackage;

  Tool(String command, String debianPackage) {
    this.command = command;
    this.debianPackage = debianPackage;
  }

  /** Whether it is in the PATH. */
  boolean isThere() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, command))
        .anyMatch(Files::isExecutable);
  }

  /** The line that installs them. */
  static String installLine(Collection<Tool> tools) {
    return tools.stream()
        .sorted()
        .map(tool -> tool.debianPackage)
        .collect(Collectors.joining(" ", "apt-get install ", ""));
  }

  @Override
  public String toString() {
    return command;
  }
}
