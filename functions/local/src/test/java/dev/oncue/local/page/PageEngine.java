package dev.oncue.local.page;

import static org.awaitility.Awaitility.await;

import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A local engine with an empty data folder, and the links to its pages. */
final class PageEngine implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String HOST_LINE = "host:";

  private final Path folder;
  private final Engine.Setup setup;
  private final String hostLink;
  private Engine engine;

  private PageEngine(Path folder) {
    this.folder = folder;
    setup = Engine.local(folder);
    engine = setup.start();
    hostLink = await().atMost(TIMEOUT).until(this::greeting, Optional::isPresent).orElseThrow();
  }

  /** Starts one on a free port, and waits until it is ready. */
  static PageEngine start() throws IOException {
    return new PageEngine(Files.createTempDirectory("oncue-page"));
  }

  private Optional<String> greeting() {
    return engine
        .out()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(HOST_LINE))
        .map(line -> line.substring(HOST_LINE.length()).strip())
        .findFirst();
  }

  /** The lines it has logged as errors. */
  List<String> errors() {
    return engine.errors();
  }

  /** Scheme, address and port, as they stand in the link that was printed. */
  String origin() {
    return hostLink.substring(0, hostLink.indexOf("/host.html"));
  }

  /** A program that has its secret. */
  EngineClient client() {
    return engine.client(folder.resolve("data"));
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
  void kill() {
    engine.kill();
  }

  /** Starts it anew, on the same port and with the same data. */
  void startAgain() {
    engine = setup.start();
  }

  @Override
  public void close() {
    engine.terminate();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
