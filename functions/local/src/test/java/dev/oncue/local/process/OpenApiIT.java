package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.local.NeedsProgram;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.token.SignedToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged engine against its own description: Schemathesis makes up requests that it allows
 * and requests that it forbids. The first must be taken and the others refused, and each answer
 * must be as described. {@code -Doncue.test.examples} is how many it makes up for each operation.
 */
@Tag("tools")
@NeedsProgram(value = "st", install = "pipx install schemathesis==4.32.5")
class OpenApiIT {
  private static final Path RULES =
      Path.of("src", "test", "schemathesis").toAbsolutePath().normalize();
  private static final int EXAMPLES = Integer.getInteger("oncue.test.examples", 40);
  private static final long TIMEOUT_MINUTES = 5;

  @TempDir Path folder;

  @Test
  void takesAndRefusesWhatItsDescriptionSays() throws Exception {
    try (Engine engine = Engine.local(folder).start()) {
      Path said = folder.resolve("st.log");
      Process process = schemathesis(engine).redirectOutput(said.toFile()).start();
      try {
        assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)).as("it ends").isTrue();
      } finally {
        process.destroyForcibly();
      }
      String report = Files.readString(said);
      assertThat(process.exitValue()).as(report).isZero();
      assertThat(report).containsPattern("[1-9]\\d{2,} generated, [1-9]\\d{2,} passed");
    }
  }

  private ProcessBuilder schemathesis(Engine engine) {
    String origin = "http://127.0.0.1:" + engine.port();
    String token =
        engine
            .client(folder.resolve("data"))
            .tokens()
            .sign(SignedToken.of("all", "viewer", "host", "producer"));
    ProcessBuilder builder =
        new ProcessBuilder(
                "st",
                "--config-file",
                RULES.resolve("schemathesis.toml").toString(),
                "run",
                origin + "/q/openapi?format=json",
                "--url",
                origin,
                "-H",
                "Authorization: Bearer " + token,
                // A feed has no end, and what an event must carry depends on its mode.
                "--exclude-path-regex",
                "feed|^/demo|^/$",
                "--phases",
                "coverage,fuzzing",
                "--max-examples",
                Integer.toString(EXAMPLES),
                "--seed",
                "1",
                "--no-color",
                "--request-timeout",
                "20")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("SCHEMATHESIS_HOOKS", RULES.resolve("rules.py").toString());
    return builder;
  }
}
