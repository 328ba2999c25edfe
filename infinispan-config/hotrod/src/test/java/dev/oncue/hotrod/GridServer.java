package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ClientIntelligence;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;

/**
 * A real Infinispan server process, with the configuration and the tasks that are shipped. It can
 * be started again on its folder and its ports.
 */
public final class GridServer implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final String READY = "ISPN080001";
  private static final Pattern VIEW = Pattern.compile("ISPN00009[34]:.*?\\|\\d+\\] \\((\\d+)\\) ");
  private static final String TASKS = "oncue-server-tasks";
  private static final Path ROOM = room();

  private final GridAccess access;
  private final Path folder;
  private final int port;
  private final int clusterPort;
  private final List<Integer> clusterPorts;
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
    int clusterPort = freePort();
    return new GridServer(access, folder, port, clusterPort, List.of(clusterPort));
  }

  /** Leaves the tasks' jar out, and what the caches need of it, without which none would start. */
  GridServer withoutTasks() {
    tasks = false;
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
    return List.of(
        java(),
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
        ROOM.resolve("conf").resolve("log4j2.xml").toString(),
        "-P",
        access.properties().toString());
  }

  private Path configuration() {
    return (tasks ? ROOM : withoutJournals()).resolve("conf").resolve("infinispan.xml");
  }

  private Path withoutJournals() {
    Path room = folder.resolve("config").resolve("server");
    try {
      copy(ROOM.resolve("conf"), room.resolve("conf"));
      copy(
          ROOM.resolveSibling("caches").resolve("grid"),
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
        String text = Files.readString(file).replaceAll("(?s)<persistence>.*</persistence>", "");
        Files.writeString(to.resolve(file.getFileName()), text);
      }
    }
  }

  /** A stock server's classes, the tasks, and {@link CutTask}. */
  static String classPath(boolean tasks) {
    String jars = jars(tasks);
    Path tests = ROOM.resolveSibling("hotrod").resolve("target").resolve("test-classes");
    return tasks ? jars + File.pathSeparator + tests : jars;
  }

  private static String jars(boolean tasks) {
    try (Stream<Path> jars = Files.list(ROOM.resolve("target").resolve("lib"))) {
      return jars.filter(jar -> tasks || !jar.getFileName().toString().startsWith(TASKS))
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The module with the shipped configuration, from wherever the tests run. */
  private static Path room() {
    Path above = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(above.resolve("infinispan-config"))) {
      above = above.getParent();
    }
    return above.resolve("infinispan-config").resolve("server");
  }

  private Path out() {
    return folder.resolve("server.out");
  }

  /** Waits until it answers. */
  public void awaitReady() {
    await("the start of a server")
        .atMost(START_PATIENCE)
        .until(() -> !process.isAlive() || log().contains(READY));
    assertThat(process.isAlive()).as(log()).isTrue();
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String hosts(List<Integer> ports) {
    return String.join(",", ports.stream().map(port -> "127.0.0.1[" + port + "]").toList());
  }

  /**
   * A port that is free now and that nobody is given by chance before the server has started: below
   * those that Linux gives to connections (ip_local_port_range), and of a range that is this one's
   * of the two processes in which tests run beside each other.
   *
   * @param offsets what must be free besides, counted from that port
   */
  public static int freePort(int... offsets) {
    int lowest = Integer.getInteger("surefire.forkNumber", 1) % 2 == 1 ? 12_000 : 22_000;
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(lowest, lowest + 10_000);
      if (isFree(port) && IntStream.of(offsets).allMatch(offset -> isFree(port + offset))) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Where clients reach it. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  String log() {
    try {
      return Files.readString(out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The CPU time that it took so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** SIGKILL; returns once the process is gone. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM; returns once the process is gone. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** SIGSTOP: it keeps its connections, and answers nobody. */
  void hang() {
    signal("STOP");
  }

  /** SIGCONT. */
  void goOn() {
    signal("CONT");
  }

  /** Whether it hears the other servers, and they it. */
  void cutOff(boolean cut) {
    run(CutTask.NAME, Map.of("cut", cut));
  }

  /** Among how many servers the grid has settled, as this one knows it; 0: it has not. */
  int settled() {
    return this.<Integer>run(SettledTask.NAME, Map.of());
  }

  /** Runs a task on this very server. */
  private <T> T run(String task, Map<String, ?> parameters) {
    ConfigurationBuilder client = GridSession.client(access.settings(address()));
    client.clientIntelligence(ClientIntelligence.BASIC);
    try (RemoteCacheManager manager = new RemoteCacheManager(client.build())) {
      return manager.getCache("reactions").execute(task, parameters);
    }
  }

  /** How many servers it sees, itself among them. */
  int sees() {
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
