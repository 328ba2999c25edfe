package dev.oncue.testbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Infinispan server process, with the configuration and the tasks that are shipped. It can
 * be started again on its folder and its ports.
 */
public final class GridServer implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final String READY = "ISPN080001";
  private static final Pattern VIEW = Pattern.compile("ISPN00009[34]:.*?\\|\\d+\\] \\((\\d+)\\) ");
  private static final String TASKS = "oncue-server-tasks";
  private static final Path MODULE = Built.path("infinispan-config", "server");

  private final GridAccess access;
  private final Path folder;
  private final int port;
  private final int clusterPort;
  private final List<Integer> clusterPorts;
  private final List<String> properties = new ArrayList<>();
  private boolean tasks = true;
  private Process process;

  /**
   * @param access its key and its users
   * @param folder where it keeps what it keeps
   * @param port where clients reach it
   * @param clusterPort where the servers of its cluster reach it
   * @param clusterPorts all of them
   */
  GridServer(
      GridAccess access, Path folder, int port, int clusterPort, List<Integer> clusterPorts) {
    this.access = access;
    this.folder = folder;
    this.port = port;
    this.clusterPort = clusterPort;
    this.clusterPorts = clusterPorts;
  }

  /** A server that is alone. */
  public static GridServer alone(GridAccess access, Path folder, int port) {
    int clusterPort = Ports.free();
    return new GridServer(access, folder, port, clusterPort, List.of(clusterPort));
  }

  /** Leaves the tasks' jar out, and what names a class in it, without which none would start. */
  public GridServer withoutTasks() {
    tasks = false;
    return this;
  }

  /** Gives its JVM a property more. */
  public GridServer with(String name, String value) {
    properties.add("-D" + name + '=' + value);
    return this;
  }

  /** Starts it, and waits until it answers. */
  public GridServer start() {
    launch();
    awaitReady();
    return this;
  }

  /** Starts the process. */
  public void launch() {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(out());
      process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(out().toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of(Built.java("java")));
    command.addAll(properties);
    command.addAll(server());
    return command;
  }

  private List<String> server() {
    return List.of(
        "-Xmx512m",
        // It lives for seconds: a start costs half without the second compiler.
        "-XX:TieredStopAtLevel=1",
        "-Dinfinispan.server.home.path=" + folder,
        "-Dinfinispan.bind.port=" + port,
        "-Doncue.cluster.port=" + clusterPort,
        "-Doncue.cluster.hosts=" + hosts(clusterPorts),
        "-cp",
        classPath(tasks),
        "org.infinispan.server.Bootstrap",
        "-s",
        folder.toString(),
        "-c",
        configuration().toString(),
        "-l",
        MODULE.resolve("conf").resolve("log4j2.xml").toString(),
        "-P",
        access.properties().toString());
  }

  private Path configuration() {
    return (tasks ? MODULE : withoutJournals()).resolve("conf").resolve("infinispan.xml");
  }

  private Path withoutJournals() {
    Path room = folder.resolve("config").resolve("server");
    try {
      copy(MODULE.resolve("conf"), room.resolve("conf"));
      copy(
          MODULE.resolveSibling("caches").resolve("grid"),
          room.resolveSibling("caches").resolve("grid"));
      return room;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        String text =
            Files.readString(file)
                .replaceAll("(?s)<persistence>.*</persistence>| audit-logger=\"[^\"]*\"", "");
        Files.writeString(to.resolve(file.getFileName()), text);
      }
    }
  }

  /** A stock server's classes, the tasks, and those of the tests of hotrod. */
  static String classPath(boolean tasks) {
    String jars = jars(tasks);
    Path tests = MODULE.resolveSibling("hotrod").resolve("target").resolve("test-classes");
    return tasks ? jars + File.pathSeparator + tests : jars;
  }

  private static String jars(boolean tasks) {
    try (Stream<Path> jars = Files.list(MODULE.resolve("target").resolve("lib"))) {
      return jars.filter(jar -> tasks || !jar.getFileName().toString().startsWith(TASKS))
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path out() {
    return folder.resolve("server.out");
  }

  /** Waits until it answers. */
  public void awaitReady() {
    await("the start of a server")
        .atMost(START_TIMEOUT)
        .until(() -> !process.isAlive() || log().contains(READY));
    assertThat(process.isAlive()).as(log()).isTrue();
  }

  private static String hosts(List<Integer> ports) {
    return String.join(",", ports.stream().map(port -> "127.0.0.1[" + port + "]").toList());
  }

  /** What it needs of those who talk to it. */
  public GridAccess access() {
    return access;
  }

  /** Whether its process runs. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Where clients reach it. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** All that it has printed since it was started last. */
  public String log() {
    try {
      return Files.readString(out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file to which it writes who logged in, what was refused and what administrators did. */
  public Path audit() {
    return folder.resolve("audit.log");
  }

  /** The CPU time that it took so far. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** SIGKILL; returns once the process is gone. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM; returns once the process is gone. */
  public void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** SIGSTOP: it keeps its connections, and answers nobody. */
  public void hang() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  /** How many servers it sees, itself among them. */
  public int sees() {
    Matcher view = VIEW.matcher(log());
    int size = 0;
    while (view.find()) {
      size = Integer.parseInt(view.group(1));
    }
    return size;
  }

  private void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      assertThat(kill.onExit().join().exitValue()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }
}
