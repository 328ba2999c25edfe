package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code functions/image-check}, which does what an image's build and start would. */
@Tag("tools")
class ImageCheckIT {
  private static final Path SCRIPT =
      Path.of("..", "functions", "image-check").toAbsolutePath().normalize();
  private static final int CANNOT = 3;

  @TempDir Path folder;

  private record Ended(int status, String said) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new Ended(process.waitFor(), Files.readString(said));
  }

  @Test
  void vote_starts_from_its_cache_where_it_may_do_nothing() throws Exception {
    Ended ended = run("vote");
    if (ended.status() == CANNOT) {
      System.out.println("Skipped: ImageCheckIT: " + ended.said());
    }
    assumeTrue(ended.status() != CANNOT, ended.said());
    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said()).contains("vote is ready, as user 1000640000");
  }

  @Test
  void a_function_that_does_not_exist_is_a_bad_argument() throws Exception {
    assertThat(run("tea").status()).isEqualTo(2);
  }
}
