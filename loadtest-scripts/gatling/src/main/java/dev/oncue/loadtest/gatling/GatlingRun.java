package dev.oncue.loadtest.gatling;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.prefs.Preferences;
import java.util.stream.Stream;

/** Has Gatling play a simulation. */
final class GatlingRun {
  private GatlingRun() {}

  /**
   * Plays it to the end and writes its report, which Gatling names by the simulation and the time.
   *
   * @param out the folder of the reports
   * @return whether all assertions were met
   */
  static boolean play(Class<? extends Simulation> simulation, Path out) throws IOException {
    askForNoNewerVersion();
    Files.createDirectories(out);
    Set<Path> others = folders(out);
    // The main method does the same and ends the process, before anything could be compared.
    int status =
        Gatling$.MODULE$.fromArgs(
            new String[] {"-s", simulation.getName(), "-rf", out.toAbsolutePath().toString()});
    Set<Path> reports = folders(out);
    reports.removeAll(others);
    reports.forEach(report -> System.out.println("report: " + report.resolve("index.html")));
    return status == 0;
  }

  /** Gatling asks Maven Central for its newest version, unless it could not just now. */
  private static void askForNoNewerVersion() {
    Preferences.userRoot()
        .node("/io/gatling/latestVersion")
        .putLong("lastCheckTimestamp", System.currentTimeMillis());
  }

  private static Set<Path> folders(Path out) throws IOException {
    try (Stream<Path> all = Files.list(out.toAbsolutePath().normalize())) {
      Set<Path> folders = new TreeSet<>();
      all.filter(Files::isDirectory).forEach(folders::add);
      return folders;
    }
  }
}
