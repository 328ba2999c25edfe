package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code loadtest-scripts/run} at a small scale, as a person calls it. */
@Tag("tools")
class LoadScenarioIT {
  private static final Path SCRIPT =
      Path.of("..", "..", "loadtest-scripts", "run").toAbsolutePath().normalize();
  private static final long TIMEOUT_MINUTES = 5;

  @TempDir static Path folder;

  private static Engine engine;

  /** What a script left. */
  private record Ended(int status, String said) {}

  @BeforeAll
  static void start() {
    engine = Engine.local(folder).start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 --viewers 60 --duration PT2S",
        "02 --bots 200 --release PT1S --within PT30S",
        "03 --rate 100 --for PT1S --p99 PT30S",
        "04 --viewers 50 --rate 25 --for PT2S --p99 PT30S",
        "05 --subscribers 50 --rate 20 --for PT1S --opened-p99 PT30S",
        "06 --subscribers 50 --spread PT1S --within PT30S"
      })
  void findsAllWell(String words) throws Exception {
    Ended ended = run(engine.port(), words);
    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said()).containsPattern("(?m)^(EXACT|COMPLETE)");
  }

  @Test
  void reactionsThatAreTooManyAreRefused() throws Exception {
    Ended ended = run(engine.port(), "04 --viewers 200 --rate 25 --for PT2S --p99 PT30S");
    assertThat(ended.status()).as(ended.said()).isZero();
    // 50 of all, 20 of each of the three that are refused the next one.
    assertThat(ended.said())
        .contains("EXACT, 110 reactions answered 202, 0 not, 3 refused as too many");
  }

  @Test
  void theSoakIsExactAndSaysWhatTheHeapDid() throws Exception {
    Ended ended =
        run(
            engine.port(),
            "07 --for PT5S --poll PT2S --rate 20 --reactions 20 --feeds 5 --p99 PT30S");
    assertThat(ended.status()).as(ended.said()).isZero();
    assertThat(ended.said())
        .contains("polls with 100 votes answered 200")
        .contains("EXACT, 100 reactions answered 202, 0 not")
        .containsPattern("heap of http://127.0.0.1:\\d+ after collections")
        .doesNotContain("NOT EXACT");
  }

  @Test
  void aVoteThatTheEngineForgetsIsFound() throws Exception {
    try (ForgetfulEngine forgetful = new ForgetfulEngine(engine)) {
      Ended ended = run(forgetful.port(), "03 --rate 100 --for PT1S --p99 PT30S");
      assertThat(ended.status()).as(ended.said()).isEqualTo(1);
      assertThat(ended.said()).contains("ballots: 100 acknowledged, the result says 99");
      assertThat(ended.said()).contains("NOT EXACT");
    }
  }

  @Test
  void aLimitThatIsMissedIsAFailure() throws Exception {
    Ended ended = run(engine.port(), "03 --rate 20 --for PT1S --p99 PT0.001S");
    assertThat(ended.status()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said()).containsPattern("(?m)^EXACT.*above PT0.001S");
  }

  @Test
  void aWrongSecretIsAFailure() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong"), "0123456789".repeat(4));
    Ended ended = run(engine.port(), "04 --secret-file " + wrong);
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.said()).contains("refuses the token: it was started with another secret");
  }

  /** An address that is for documents alone; nothing is sent there. */
  @ParameterizedTest
  @ValueSource(strings = {"01", "03", "04 --reaction http://192.0.2.1:8080", "07"})
  void aTargetThatIsNotThisMachineIsABadOption(String words) throws Exception {
    String option = words.contains("--reaction") ? "" : " --live http://192.0.2.1:8080";
    Ended ended = run(engine.port(), words + option);
    assertThat(ended.status()).as(ended.said()).isEqualTo(2);
    assertThat(ended.said()).contains("is not this machine; add --i-own-this-target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"04 --rate 11 --viewers 10", "07 --for PT25H", "02 --runs x", "99"})
  void aBadOptionIsNamed(String words) throws Exception {
    Ended ended = run(engine.port(), words);
    assertThat(ended.status()).as(ended.said()).isEqualTo(2);
    assertThat(ended.said().lines()).hasSize(1);
  }

  /** Runs the script in the folder of the engine's data. */
  private static Ended run(int port, String words) throws Exception {
    Path out = Files.createTempDirectory(folder, "run");
    Path said = out.resolve("said");
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(words.split(" ")));
    command.addAll(List.of("--target", "http://127.0.0.1:" + port));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(ONCUE|MAVEN).*"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)).as(words).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(said));
  }
}
