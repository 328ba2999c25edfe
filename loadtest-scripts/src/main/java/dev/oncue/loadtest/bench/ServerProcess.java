package dev.oncue.loadtest.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server under test: a process of its own on a free port of the loopback address. Stopped by
 * {@link #close}, at the latest when this process ends.
 */
final class ServerProcess implements AutoCloseable {
  private static final int START_PATIENCE_S = 60;
  private static final int STOP_PATIENCE_S = 10;
  private static final long PAUSE_MS = 5;

  private final Process process;
  private final int port;
  private final Path log;

  private ServerProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Something that is asked of the server. */
  @FunctionalInterface
  interface Request<T> {
    /** Asks once; {@code null}: the server is not ready for it. */
    T send() throws IOException, InterruptedException;
  }

  /** Starts a server with the {@code java} that runs this; does not wait until it listens. */
  static ServerProcess start(List<String> arguments, Map<String, String> environment, Path log)
      throws IOException {
    return start(ownJavaHome(), arguments, environment, log);
  }

  /**
   * Starts {@code java} with these arguments; does not wait until it listens.
   *
   * @param javaHome the folder of its JDK
   * @param environment added to this process's; the port is added to it
   * @param log gets what the server says
   */
  static ServerProcess start(
      Path javaHome, List<String> arguments, Map<String, String> environment, Path log)
      throws IOException {
    int port = freePort();
    Map<String, String> withPort = new HashMap<>(environment);
    withPort.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    return start(port, java(javaHome, arguments), withPort, log);
  }

  /** The command that starts the JVM that this process runs on. */
  static List<String> java(List<String> arguments) {
    return java(ownJavaHome(), arguments);
  }

  private static List<String> java(Path javaHome, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(arguments);
    return command;
  }

  private static Path ownJavaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /**
   * Starts any command that will listen on this port; does not wait until it does.
   *
   * @param environment added to this process's
   * @param log gets what the server says
   */
  static ServerProcess start(
      int port, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile()).redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), port, log);
  }

  /**
   * A port that is free now and that no connection is given by chance before the server has
   * started: below those that Linux gives (ip_local_port_range).
   */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Another one then.
      }
    }
  }

  int port() {
    return port;
  }

  /** Waits until it takes connections. */
  void awaitListening() throws InterruptedException, IOException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_PATIENCE_S);
    while (!listens()) {
      requireAlive();
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("a server did not start in a minute; see " + log);
      }
      Thread.sleep(20);
    }
  }

  /** Asks every few milliseconds until the server listens, and is ready for it. */
  <T> T firstAnswer(Request<T> request) throws InterruptedException, IOException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_PATIENCE_S);
    while (System.nanoTime() < deadline) {
      try {
        T answer = request.send();
        if (answer != null) {
          return answer;
        }
      } catch (IOException notListeningYet) {
        requireAlive();
      }
      Thread.sleep(PAUSE_MS);
    }
    throw new TimeoutException("a server was not ready in a minute; see " + log);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Refuses to go on when the server has ended by itself. */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("a server ended with status " + process.exitValue() + "; see " + log);
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
