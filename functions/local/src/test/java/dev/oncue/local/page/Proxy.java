package dev.oncue.local.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * A reverse proxy of Node.js between browsers and an engine: {@code proxy.mjs} says what it does.
 */
final class Proxy implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src", "test", "resources", "proxy.mjs");
  private static final String PORT = "port ";

  private final Process process;
  private final BufferedReader said;
  private final PrintWriter orders;
  private final String base;

  /**
   * Starts it on a free port.
   *
   * @param origin of the engine
   * @param prefix what it takes off its paths, {@code /oncue} say; may be empty
   * @param tellsPrefix whether it sends {@code X-Forwarded-Prefix}
   */
  Proxy(String origin, String prefix, boolean tellsPrefix) throws IOException {
    process =
        new ProcessBuilder(
                "node",
                SCRIPT.toAbsolutePath().toString(),
                origin,
                prefix,
                Boolean.toString(tellsPrefix))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    orders = new PrintWriter(process.getOutputStream(), true, UTF_8);
    base = "http://127.0.0.1:" + expect(PORT).substring(PORT.length()) + prefix;
  }

  private String expect(String start) throws IOException {
    String line = said.readLine();
    if (line == null || !line.startsWith(start)) {
      throw new IOException("the proxy said " + line + " and not " + start);
    }
    return line;
  }

  /** Where the engine is behind it, without a slash at the end. */
  String base() {
    return base;
  }

  /** Cuts all feeds off, and treats those that come so: pass, gzip, hold or first. */
  void treatFeeds(String mode) throws IOException {
    orders.println(mode);
    expect("mode " + mode);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
