package dev.oncue.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** A program that is run to its end. */
public final class Command {
  private Command() {}

  /**
   * Runs a program in a folder.
   *
   * @param line the program and its arguments, with a space between them and in none of them
   * @return what it said, on both of its outputs
   * @throws IllegalStateException with what it said, when it fails
   */
  public static String run(Path folder, String line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(line + ": " + said);
    }
    return said;
  }
}
