package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The poll that knative/deploy ends with, against the packaged engine. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SmokeTestIT {
  private static final String SCRIPT =
      Path.of("..", "..", "knative", "smoke-test").toAbsolutePath().normalize().toString();

  @TempDir Path folder;

  private record Ended(int status, String out) {}

  private static Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    return new Ended(process.waitFor(), out);
  }

  @Test
  void an_engine_that_works_and_a_secret_that_is_another() throws Exception {
    try (Engine engine = Engine.local(folder).start()) {
      String address = "http://127.0.0.1:" + engine.port();
      String secret = folder.resolve("data/jwt-secret").toString();
      Ended right = run("--secret-file", secret, "--all", address);
      assertThat(right)
          .isEqualTo(new Ended(0, "smoke-test: two ballots in, two counted, certified\n"));

      Path other = Files.writeString(folder.resolve("other"), "0123456789abcdef0123456789abcdef");
      Ended wrong = run("--secret-file", other.toString(), "--all", address);
      assertThat(wrong.status()).isEqualTo(1);
      assertThat(wrong.out()).contains("/poll-open answered 401, not 201");
    }
  }

  @Test
  void nobody_there_and_bad_arguments() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef");
    Ended nobody = run("--secret-file", secret.toString(), "--all", "http://127.0.0.1:1");
    assertThat(nobody.status()).isEqualTo(1);
    assertThat(nobody.out()).contains("http://127.0.0.1:1/poll-open cannot be reached");
    assertThat(run().status()).isEqualTo(2);
    assertThat(run("--all", "http://127.0.0.1:1").status()).isEqualTo(2);
    assertThat(run("--secret-file", "nowhere", "--all", "http://127.0.0.1:1").status())
        .isEqualTo(2);
    assertThat(run("--fast", "yes").status()).isEqualTo(2);
  }
}
