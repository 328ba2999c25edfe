package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.BadOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A JDK that something is started with.
 *
 * @param home its folder
 * @param version 17, 25 ...
 */
record Jdk(Path home, int version) {
  private static final int FIRST_WITH_AOT_CACHE = 24;

  /** Reads the option {@code --java}: folders of JDKs, by commas. */
  static List<Jdk> read(String homes) throws BadOptionException {
    List<Jdk> jdks = new ArrayList<>();
    for (String home : homes.split(",", -1)) {
      jdks.add(of(Path.of(home)));
    }
    return jdks;
  }

  private static Jdk of(Path home) throws BadOptionException {
    Properties release = new Properties();
    try (var file = Files.newBufferedReader(home.resolve("release"))) {
      release.load(file);
      String version = release.getProperty("JAVA_VERSION").replace("\"", "");
      return new Jdk(home, Runtime.Version.parse(version).feature());
    } catch (IOException | RuntimeException e) {
      throw new BadOptionException("--java must name folders of JDKs, not '" + home + "'");
    }
  }

  /** What makes a start fail that cannot use the cache it is told to use. */
  String insistOnCache() {
    return version < FIRST_WITH_AOT_CACHE ? "-Xshare:on" : "-XX:AOTMode=on";
  }
}
