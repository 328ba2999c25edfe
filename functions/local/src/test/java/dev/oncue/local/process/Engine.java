package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.hotrod.GridAccess;
import dev.oncue.hotrod.GridServer;
import dev.oncue.local.feed.EngineClient;
import dev.oncue.local.feed.TokenSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The packaged program as a process of its own. */
final class Engine implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(120);
  private static final int END_PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path out;
  private final Path err;
  private final int port;

  private Engine(Process process, Path out, Path err, int port) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.port = port;
  }

  /** How a program ended. */
  record Ended(int status, String out, String err) {}

  /** What is to be started, and with which settings. */
  static final class Setup {
    private final String module;
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private int port;

    private Setup(String module, Path folder) {
      this.module = module;
      this.folder = folder;
      this.port = GridServer.freePort();
      set("QUARKUS_HTTP_PORT", Integer.toString(port));
    }

    /** Sets what a function is given to reach a grid of servers. */
    Setup onGrid(String servers, GridAccess access) {
      return set("ONCUE_GRID_SERVERS", servers)
          .set("ONCUE_GRID_USER", access.user())
          .set("ONCUE_GRID_PASSWORD", access.password())
          .set("ONCUE_GRID_CA", access.ca().toString());
    }

    /** Sets an environment variable. */
    Setup set(String name, String value) {
      settings.put(name, value);
      return this;
    }

    /** Starts the program, and waits until it is ready. */
    Engine start() {
      Engine engine = launch();
      await("the start of " + module)
          .atMost(START_PATIENCE)
          .until(() -> !engine.process.isAlive() || engine.isUp("ready"));
      assertThat(engine.process.isAlive()).as("%s", engine.err()).isTrue();
      return engine;
    }

    /** Starts the program, and waits until it is alive, ready or not. */
    Engine startAlive() {
      Engine engine = launch();
      await("the life of " + module)
          .atMost(START_PATIENCE)
          .until(() -> !engine.process.isAlive() || engine.isUp("live"));
      assertThat(engine.process.isAlive()).as("%s", engine.err()).isTrue();
      return engine;
    }

    /** Starts a program that is to end by itself. */
    Ended startAndEnd() {
      try (Engine engine = launch()) {
        int status = engine.awaitEnd(END_PATIENCE_SECONDS);
        return new Ended(status, engine.out(), engine.err());
      }
    }

    private Engine launch() {
      Path jar =
          Path.of("..", module, "target", "quarkus-app", "quarkus-run.jar")
              .toAbsolutePath()
              .normalize();
      assertThat(jar).as("built by the package phase").isRegularFile();
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      try {
        Path logs = Files.createTempDirectory(folder, "logs");
        ProcessBuilder builder =
            new ProcessBuilder(
                    List.of(
                        java.toString(),
                        "-Xmx512m",
                        // It lives for seconds: a start costs half without the second compiler.
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString()))
                .directory(folder.toFile())
                .redirectOutput(logs.resolve("out").toFile())
                .redirectError(logs.resolve("err").toFile());
        builder
            .environment()
            .keySet()
            .removeIf(name -> name.matches("(ONCUE|QUARKUS|JAVA_TOOL|JDK_JAVA).*"));
        builder.environment().putAll(settings);
        return new Engine(builder.start(), logs.resolve("out"), logs.resolve("err"), port);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The local engine, on a folder {@code data} in a folder.
   *
   * @param folder where the process runs and logs
   */
  static Setup local(Path folder) {
    return new Setup("local", folder);
  }

  /** One of the functions. */
  static Setup function(String module, Path folder) {
    return new Setup(module, folder);
  }

  /** Whether a health check, {@code live} or {@code ready}, is up. */
  boolean isUp(String check) {
    try {
      return client("-").get("/q/health/" + check, null).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Why it is not ready. */
  String reason() {
    JsonNode checks = client("-").get("/q/health/ready", null).require(503).body().get("checks");
    return checks.findValue("reason").asText();
  }

  /** A new client that signs with a secret. */
  EngineClient client(String secret) {
    return new EngineClient(URI.create("http://127.0.0.1:" + port), new TokenSigner(secret));
  }

  /** A new client, with the secret that lies in the folder. */
  EngineClient client(Path data) {
    return client(read(data.resolve("jwt-secret")).strip());
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** What it has printed so far. */
  String out() {
    return read(out);
  }

  /**
   * What it has complained of so far. From JDK 24 on, the JVM itself warns of how Netty takes
   * memory; no setting in a jar can keep it from that.
   */
  String err() {
    return read(err)
        .lines()
        .filter(line -> !line.startsWith("WARNING: "))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM, without waiting. */
  void signal() {
    process.destroy();
  }

  /** SIGTERM; returns once the process has ended, with its status. */
  int terminate() {
    signal();
    return awaitEnd(END_PATIENCE_SECONDS);
  }

  /** SIGKILL; returns once the process is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(END_PATIENCE_SECONDS);
  }

  /** Waits for the end and returns the exit status. */
  int awaitEnd(long seconds) {
    try {
      assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
          .as("ended within %d s", seconds)
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  /** Leaves nothing running. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
