package dev.oncue.testbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.testbed.token.TokenSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The local engine or one function, as {@code package} built it, as a process of its own. */
public final class Engine implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
  private static final int END_TIMEOUT_SECONDS = 30;

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
  public record Ended(int status, String out, String err) {}

  /** What is to be started, and with which settings; again and again, on the same port. */
  public static final class Setup {
    private final String module;
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final List<String> javaArguments = new ArrayList<>();
    private final int port;

    private Setup(String module, Path folder) {
      this.module = module;
      this.folder = folder;
      this.port = Ports.free();
      set("QUARKUS_HTTP_PORT", Integer.toString(port));
    }

    /** Sets what a function is given to reach a grid of servers, with the login of its name. */
    public Setup onGrid(String servers, GridAccess all) {
      GridAccess access = all.as(module);
      return set("ONCUE_GRID_SERVERS", servers)
          .set("ONCUE_GRID_USER", access.user())
          .set("ONCUE_GRID_PASSWORD", access.password())
          .set("ONCUE_GRID_CA", access.ca().toString());
    }

    /** Sets an environment variable. */
    public Setup set(String name, String value) {
      settings.put(name, value);
      return this;
    }

    /** Adds arguments of the JVM, which are given in place of those that start the jar. */
    public Setup java(String... arguments) {
      javaArguments.addAll(List.of(arguments));
      return this;
    }

    /** Starts the program, and waits until it is ready. */
    public Engine start() {
      Engine engine = launch();
      await("the start of " + module)
          .atMost(START_TIMEOUT)
          .until(() -> !engine.process.isAlive() || engine.isUp("ready"));
      assertThat(engine.process.isAlive()).as("%s", engine.err()).isTrue();
      return engine;
    }

    /** Starts the program, and waits until it is alive, ready or not. */
    public Engine startAlive() {
      Engine engine = launch();
      await("the life of " + module)
          .atMost(START_TIMEOUT)
          .until(() -> !engine.process.isAlive() || engine.isUp("live"));
      assertThat(engine.process.isAlive()).as("%s", engine.err()).isTrue();
      return engine;
    }

    /** Starts a program that is to end by itself. */
    public Ended startAndEnd() {
      try (Engine engine = launch()) {
        int status = engine.awaitEnd(END_TIMEOUT_SECONDS);
        return new Ended(status, engine.out(), engine.err());
      }
    }

    private List<String> command(Path jar) {
      List<String> command = new ArrayList<>(List.of(Built.java("java")));
      command.addAll(javaArguments);
      if (javaArguments.isEmpty()) {
        // It lives for seconds: a start costs half without the second compiler.
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
      }
      return command;
    }

    /** Starts the process. */
    public Engine launch() {
      Path jar = Built.path("functions", module, "target", "quarkus-app", "quarkus-run.jar");
      assertThat(jar).as("built by the package phase").isRegularFile();
      try {
        Path logs = Files.createTempDirectory(folder, "logs");
        ProcessBuilder builder =
            new ProcessBuilder(command(jar))
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
  public static Setup local(Path folder) {
    return new Setup("local", folder);
  }

  /** One of the functions. */
  public static Setup function(String module, Path folder) {
    return new Setup(module, folder);
  }

  /** Whether a health check, {@code live} or {@code ready}, is up. */
  public boolean isUp(String check) {
    try {
      return client("-").get("/q/health/" + check, null).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Whether it takes connections. */
  public boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Why it is not ready. */
  public String reason() {
    JsonNode checks = client("-").get("/q/health/ready", null).require(503).body().get("checks");
    return checks.findValue("reason").asText();
  }

  /** A new client that signs with a secret. */
  public EngineClient client(String secret) {
    return new EngineClient(origin(), new TokenSigner(secret));
  }

  /** A new client, with the secret that lies in the folder. */
  public EngineClient client(Path data) {
    return client(read(data.resolve("jwt-secret")).strip());
  }

  /** Scheme, address and port. */
  public URI origin() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The id of its process. */
  public long pid() {
    return process.pid();
  }

  /** What it has printed so far. */
  public String out() {
    return read(out);
  }

  /**
   * What it has complained of so far. From JDK 24 on, the JVM itself warns of how Netty takes
   * memory; no setting in a jar can keep it from that.
   */
  public String err() {
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

  /** The lines that it has logged as errors. */
  public List<String> errors() {
    return Stream.of(out(), err())
        .flatMap(String::lines)
        .filter(line -> line.contains(" ERROR "))
        .toList();
  }

  /** SIGTERM, without waiting. */
  public void signal() {
    process.destroy();
  }

  /** SIGTERM; returns once the process has ended, with its status. */
  public int terminate() {
    signal();
    return awaitEnd(END_TIMEOUT_SECONDS);
  }

  /** SIGKILL; returns once the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(END_TIMEOUT_SECONDS);
  }

  /** Waits for the end and returns the exit status. */
  public int awaitEnd(long seconds) {
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
