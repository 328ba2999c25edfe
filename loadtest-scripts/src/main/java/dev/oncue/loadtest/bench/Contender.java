package dev.oncue.loadtest.bench;

import java.util.List;
import java.util.Locale;

/** What can be compared: Oncue with more and more of the grid, and its peers. */
enum Contender {
  FLOOR(null, 0),
  LOCAL(null, 0),
  ONE_SERVER(null, 1),
  TWO_SERVERS(null, 2),
  THREE_SERVERS(null, 3),
  REDIS("redis", 0, "redis-server"),
  REDIS_BATCHED("redis", 0, "redis-server"),
  NODE_REDIS("node-redis", 0, "redis-server", "node", "npm");

  /** The folder in {@code peers}; {@code null}: it is no peer. */
  final String peerFolder;

  /** How many servers of the grid it has in processes of their own. */
  final int servers;

  private final List<String> programs;

  Contender(String peerFolder, int servers, String... programs) {
    this.peerFolder = peerFolder;
    this.servers = servers;
    this.programs = List.of(programs);
  }

  /** Whether the programs that it takes are in the PATH. */
  boolean canRun() {
    return programs.stream().allMatch(Program::isInPath);
  }

  /** What it lacks, and the line that installs it on Debian. */
  String installHint() {
    List<String> missing = programs.stream().filter(program -> !Program.isInPath(program)).toList();
    String packages = String.join(" ", missing).replaceAll("\\bnode\\b", "nodejs");
    return this + " takes " + missing + "; install with: apt-get install " + packages;
  }

  /** Its name on the command line and in reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
