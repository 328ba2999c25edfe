package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real Infinispan server process, with the configuration and the tasks that are shipped. It can
 * be started again on its folder and its ports.
 */
final class GridServer implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final String READY = "ISPN080001";
  private static final Path ROOM = Path.of("..", "server").toAbsolutePath().normalize();

  /** A stock server's classes and the tasks. */
  static final String CLASS_PATH = ROOM.resolve("target").resolve("lib") + "/*";

  private final GridAccess access;
  private final Path folder;
  private final int port = freePort();
  private final int clusterPort;
  private final List<Integer> clusterPorts;
  private Process process;

  /**
   * @param access its key and its users
   * @param folder where it keeps what it keeps
   * @param clusterPort where the servers of its cluster reach it
   * @param clusterPorts all of them
   */
  GridServer(GridAccess access, Path folder, int clusterPort, List<Integer> clusterPorts) {
    this.access = access;
    this.folder = folder;
    this.clusterPort = clusterPort;
    this.clusterPorts = clusterPorts;
  }

  /** Starts the process. */
  void launch() {
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
        "-Dinfinispan.server.home.path=" + folder,
        "-Dinfinispan.bind.port=" + port,
        "-Doncue.cluster.port=" + clusterPort,
        "-Doncue.cluster.hosts=" + hosts(clusterPorts),
        "-cp",
        CLASS_PATH,
        "org.infinispan.server.Bootstrap",
        "-s",
        folder.toString(),
        "-c",
        ROOM.resolve("conf").resolve("infinispan.xml").toString(),
        "-l",
        ROOM.resolve("conf").resolve("log4j2.xml").toString(),
        "-P",
        access.properties().toString());
  }

  private Path out() {
    return folder.resolve("server.out");
  }

  /** Waits until it answers. */
  void awaitReady() {
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

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients reach it. */
  String address() {
    return "127.0.0.1:" + port;
  }

  String log() {
    try {
      return Files.readString(out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns once the process is gone. */
  void kill() {
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
