package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.local.NeedsProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the tests of what the pages' scripts decide without a browser, with Node's test runner. */
@Tag("pages")
@NeedsProgram(value = "node", aptPackage = "nodejs")
class PageScriptsTest {
  private static final Path TESTS = Path.of("..", "live", "src", "test", "js");

  @Test
  void thePagesScriptsDecideAsTheirTestsSay() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node", "--import", TESTS.resolve("sdk.js").toAbsolutePath().toString(), "--test"));
    command.addAll(tests());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    // Whatever form of report this version of Node writes.
    assertThat(said).containsPattern("fail 0").containsPattern("pass [1-9]");
  }

  private static List<String> tests() throws IOException {
    try (Stream<Path> files = Files.list(TESTS)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".test.js")).sorted().toList();
    }
  }
}
