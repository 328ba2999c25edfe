package dev.oncue.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code functions/native}, up to what needs GraalVM: a function on a JVM stands for the
 * executable, which is started and asked in the same way.
 */
@Tag("tools")
class NativeIT {
  private static final Path FUNCTIONS = Path.of("..", "functions").toAbsolutePath().normalize();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path folder;

  private record Ended(int status, String said) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(FUNCTIONS.resolve("native").toString()));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("GRAALVM_HOME");
    return new Ended(builder.start().waitFor(), Files.readString(said));
  }

  private static String jar(String function) {
    return FUNCTIONS.resolve(function + "/target/quarkus-app/quarkus-run.jar").toString();
  }

  @Test
  void a_function_is_started_against_the_grid_and_takes_part_in_a_poll() throws Exception {
    Ended ended = run("try", "vote", JAVA, "-jar", jar("vote"));
    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said())
        .contains("two ballots in, two counted, certified")
        .containsPattern("vote: ready after \\d+ ms, \\d+ MiB of memory, at most \\d+ MiB");
  }

  @Test
  void what_never_reaches_the_grid_is_a_failure_that_shows_the_log() throws Exception {
    Ended ended = run("try", "reaction", "sh", "-c", "echo no method; exit 3");
    assertThat(ended.status()).as(ended.said()).isOne();
    assertThat(ended.said()).contains("native: reaction ended: no method");
  }

  @Test
  void what_is_not_there_is_named() throws Exception {
    assertThat(run("try", "tea").status()).isEqualTo(2);
    assertThat(run("build", "tea").status()).isEqualTo(2);
    assertThat(run("try").status()).isEqualTo(2);
    Ended ended = run("try", "reaction", "/nowhere/reaction");
    assertThat(ended.status()).isOne();
    assertThat(ended.said()).contains("there is no /nowhere/reaction");
  }
}
