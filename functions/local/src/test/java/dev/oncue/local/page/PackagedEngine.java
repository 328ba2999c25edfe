package dev.oncue.local.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oncue.local.feed.EngineClient;
import dev.oncue.local.feed.TokenSigner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The local engine as {@code package} built it, run as a process of its own. */
final class PackagedEngine implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final int START_PATIENCE_SECONDS = 120;
  private static final int STOP_PATIENCE_SECONDS = 30;
  private static final int ANY_PORT = 0;
  private static final String HOST_LINE = "host:";

  private final Path data;
  private final List<String> said = new ArrayList<>();
  private Process process;
  private String hostLink;

  private PackagedEngine(Path data) {
    this.data = data;
  }

  /** Starts an engine on a free port with an empty data folder, and waits until it is on. */
  static PackagedEngine start() throws IOException {
    PackagedEngine engine = new PackagedEngine(Files.createTempDirectory("oncue-page"));
    engine.run(ANY_PORT);
    return engine;
  }

  private void run(int port) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
                java.toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("ONCUE_") || name.startsWith("QUARKUS_"));
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("ONCUE_DATA_DIR", data.toString());
    process = builder.start();
    CompletableFuture<String> greeted = new CompletableFuture<>();
    Thread listener = new Thread(() -> listen(process, greeted), "engine-output");
    listener.setDaemon(true);
    listener.start();
    try {
      hostLink = greeted.get(START_PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      throw new IllegalStateException("the engine did not start; it said " + said(), e);
    }
  }

  private void listen(Process source, CompletableFuture<String> greeted) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(source.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (said) {
          said.add(line);
        }
        if (line.strip().startsWith(HOST_LINE)) {
          greeted.complete(line.strip().substring(HOST_LINE.length()).strip());
        }
      }
      greeted.completeExceptionally(new IllegalStateException("it ended"));
    } catch (IOException e) {
      greeted.completeExceptionally(e);
    }
  }

  /** Everything it has printed. */
  String said() {
    synchronized (said) {
      return String.join("\n", said);
    }
  }

  /** The lines it has logged as errors. */
  List<String> errors() {
    synchronized (said) {
      return said.stream().filter(line -> line.contains(" ERROR ")).toList();
    }
  }

  /** Scheme, address and port. */
  String origin() {
    return hostLink.substring(0, hostLink.indexOf("/host.html"));
  }

  /** A program that has its secret. */
  EngineClient client() throws IOException {
    String secret = Files.readString(data.resolve("jwt-secret")).strip();
    return new EngineClient(URI.create(origin()), new TokenSigner(secret));
  }

  /** The link to the host's page as it was printed. */
  String hostLink() {
    return hostLink;
  }

  /** The link to the host's page of another stream. */
  String hostLink(String stream) {
    return hostLink.replaceFirst("stream=[^&]*", "stream=" + stream);
  }

  /** The link to a stream's viewer page. */
  String viewerLink(String stream) {
    return origin() + "/viewer.html?stream=" + stream;
  }

  /** Ends the process as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Starts it anew, on the same port and with the same data. */
  void startAgain() throws IOException {
    run(URI.create(origin()).getPort());
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
