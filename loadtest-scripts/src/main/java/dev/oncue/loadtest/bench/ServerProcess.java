package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.LoadTestException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A server under test: a process of its own on a port of the loopback address. Stopped by {@link
 * #close}, at the latest when this process ends.
 */
record ServerProcess(Process process, int port, Path log) implements AutoCloseable {
  /** The JDK that runs this. */
  static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private static final int START_TIMEOUT_S = 60;
  private static final int STOP_TIMEOUT_S = 10;
  private static final long PAUSE_MS = 5;

  /** Something that is asked of the server. */
  @FunctionalInterface
  interface Request<T> {
    /** Asks once; {@code null}: the server is not ready for it. */
    T send() throws IOException, InterruptedException;
  }

  /** Starts a command as {@link #start(int, List, Map, Path)} does, on a port that is free. */
  static ServerProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    return start(freePort(), command, environment, log);
  }

  /**
   * Starts a command; does not wait until it listens.
   *
   * @param port where it will listen, which its environment says, too
   * @param environment added to this process's
   * @param log gets what the server says
   */
  static ServerProcess start(
      int port, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile()).redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new ServerProcess(process, port, log);
  }

  /** The command that runs {@code java} of a JDK with flags, and more arguments. */
  static List<String> java(Path home, List<String> flags, String... more) {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(flags);
    command.addAll(List.of(more));
    return command;
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

  /** Waits until it takes connections. */
  ServerProcess awaitListening() throws InterruptedException, IOException {
    return firstAnswer(
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return this;
          }
        });
  }

  /** Asks every few milliseconds until the server listens, and is ready for it. */
  <T> T firstAnswer(Request<T> request) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_TIMEOUT_S);
    while (System.nanoTime() < deadline) {
      try {
        T answer = request.send();
        if (answer != null) {
          return answer;
        }
      } catch (IOException | UncheckedIOException notListeningYet) {
        // Asked again below, as long as it is alive.
      }
      if (!process.isAlive()) {
        throw new IOException("a server ended with status " + process.exitValue() + "; see " + log);
      }
      Thread.sleep(PAUSE_MS);
    }
    throw LoadTestException.failed("a server was not ready in a minute; see " + log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
