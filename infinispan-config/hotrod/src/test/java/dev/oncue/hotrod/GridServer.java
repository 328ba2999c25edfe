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

/** A real Infinispan server process, with the configuration and the tasks that are shipped. */
final class GridServer implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final String READY = "ISPN080001";
  private static final Path ROOM = Path.of("..", "server").toAbsolutePath().normalize();

  /** A stock server's classes and the tasks. */
  static final String CLASS_PATH = ROOM.resolve("target").resolve("lib") + "/*";

  private final Process process;
  private final Path log;
  private final int port;

  private GridServer(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts a server, and waits until it answers.
   *
   * @param access its key and its users
   * @param folder where it keeps what it keeps
   * @param clusterPort where the servers of its cluster reach it
   * @param clusterPorts all of them
   */
  static GridServer start(
      GridAccess access, Path folder, int clusterPort, List<Integer> clusterPorts) {
    int port = freePort();
    try {
      Path root = Files.createDirectories(folder);
      Path log = root.resolve("server.out");
      List<String> command =
          List.of(
              java(),
              "-Xmx512m",
              "-Dinfinispan.server.home.path=" + root,
              "-Dinfinispan.bind.port=" + port,
              "-Doncue.cluster.port=" + clusterPort,
              "-Doncue.cluster.hosts=" + hosts(clusterPorts),
              "-cp",
              CLASS_PATH,
              "org.infinispan.server.Bootstrap",
              "-s",
              root.toString(),
              "-c",
              ROOM.resolve("conf").resolve("infinispan.xml").toString(),
              "-l",
              ROOM.resolve("conf").resolve("log4j2.xml").toString(),
              "-P",
              access.properties().toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      GridServer server = new GridServer(process, log, port);
      await("the start of a server")
          .atMost(START_PATIENCE)
          .until(() -> !process.isAlive() || server.log().contains(READY));
      assertThat(process.isAlive()).as(server.log()).isTrue();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns once the process is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
