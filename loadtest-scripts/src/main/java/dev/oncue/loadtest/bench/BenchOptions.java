package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.LoadTestException;
import dev.oncue.loadtest.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What every benchmark takes from the command line. */
final class BenchOptions {
  /** The HS256 secret of all servers that are measured. */
  static final String SECRET = "a secret that only this measurement uses";

  @Option(names = "--root", defaultValue = ".", hidden = true)
  Path root;

  @Option(names = "--out")
  Path out;

  @Option(names = "--jvm-flags")
  String jvmFlags;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  static Tokens tokens() {
    return new Tokens(SECRET.getBytes(StandardCharsets.UTF_8));
  }

  /** The folder for results and logs, which is there afterwards. */
  Path out() throws IOException {
    return Files.createDirectories(
        out == null ? root.resolve("loadtest-scripts/target/bench") : out);
  }

  List<String> jvmFlags(String otherwise) {
    String flags = (jvmFlags == null ? otherwise : jvmFlags).strip();
    return flags.isEmpty() ? List.of() : List.of(flags.split("\\s+"));
  }

  /** What starts the servers of a benchmark with these flags. */
  Servers servers(List<String> flags) throws IOException {
    return new Servers(root.toAbsolutePath().normalize(), out(), flags);
  }

  /** A file that must have been built. */
  Path built(String file, String by) {
    Path path = root.resolve(file).toAbsolutePath().normalize();
    if (!Files.isRegularFile(path)) {
      throw LoadTestException.badOption("there is no " + path + "; " + by + " makes it");
    }
    return path;
  }
}
