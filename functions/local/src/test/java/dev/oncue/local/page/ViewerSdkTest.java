package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.local.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The viewer SDK's own tests, which Node's test runner runs. */
@Tag("pages")
@NeedsProgram(value = "node", aptPackage = "nodejs")
class ViewerSdkTest {
  private static final Path SDK = Path.of("..", "live", "viewer-sdk").toAbsolutePath().normalize();
  private static final long TIMEOUT_SECONDS = 120;

  @TempDir private Path folder;

  @Test
  void keepsItsPromises() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "--test"));
    try (Stream<Path> files = Files.list(SDK.resolve("test"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".test.js")).forEach(command::add);
    }
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    assertThat(ended).as("ended in time; it said " + Files.readString(said)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said)).containsPattern("# pass [1-9]").contains("# fail 0");
  }
}
