package dev.oncue.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class CommandLinesTest {
  private final StringWriter said = new StringWriter();
  private final Probe probe = new Probe();

  @TempDir Path folder;

  /** A command with options as the scenarios have them. */
  @Command
  static final class Probe implements Callable<Integer> {
    @Mixin EngineOptions where = new EngineOptions();

    @Option(names = "--viewers", paramLabel = "1..9", defaultValue = "9")
    int viewers;

    @Option(names = "--for", paramLabel = "PT1S..PT1M", defaultValue = "PT1S")
    Duration length;

    private Exception failure;

    @Override
    public Integer call() throws Exception {
      if (failure != null) {
        throw failure;
      }
      return 0;
    }
  }

  private int run(String... words) {
    CommandLine line = CommandLines.of(probe);
    line.setErr(new PrintWriter(said, true));
    return line.execute(words);
  }

  @Test
  void whatIsLeftOutHasItsDefaultAndTheLastOfTwoCounts() {
    assertThat(run("--for", "PT2S", "--for", "PT3S")).isZero();
    assertThat(probe.viewers).isEqualTo(9);
    assertThat(probe.length).isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "--viewers",
        "--viewers x",
        "--viewers 0",
        "--viewers 10",
        "--for 20",
        "--for PT0S",
        "--for PT2M"
      })
  void whatCannotBeUsedIsRefusedInOneLine(String words) {
    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(said.toString().lines()).hasSize(1);
    assertThat(said.toString()).contains(words.split(" ")[0]);
  }

  @Test
  void aFailureIsOneLine() {
    probe.failure = new UncheckedIOException(new ConnectException());
    assertThat(run()).isEqualTo(1);
    probe.failure = LoadTestException.failed("the engine answered 500");
    assertThat(run()).isEqualTo(1);
    assertThat(said.toString().lines())
        .containsExactly(
            "nothing answers there: is the engine started?", "the engine answered 500");
  }

  @Test
  void aFunctionMayHaveAnAddressOfItsOwn() {
    run("--live", "http://192.0.2.1", "--vote", "http://[::1]:1,http://[::1]:2");
    assertThatThrownBy(probe.where::targets).hasMessageContaining("--live http://192.0.2.1 is not");
    run("--i-own-this-target", "--live", "http://192.0.2.1");
    Targets targets = probe.where.targets();
    assertThat(targets.live()).isEqualTo(new Target("192.0.2.1", 80, false));
    assertThat(targets.pollOpen()).isEqualTo(Target.local(8080));
  }

  @Test
  void tokensAreGoodForTheLongestRun() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "0123456789".repeat(4));
    run("--secret-file", secret.toString());
    String claims = probe.where.tokens().viewer("anna").split("\\.")[1];
    String json = new String(Base64.getUrlDecoder().decode(claims));
    long life = Json.parse(json).path("exp").asLong() - Instant.now().getEpochSecond();
    assertThat(life).isBetween(93_500L, 93_600L);
  }

  @Test
  void withoutASecretNothingIsSigned() throws Exception {
    run("--data-dir", folder.resolve("nowhere").toString());
    assertThatThrownBy(probe.where::tokens).hasMessageContaining("no secret to sign tokens with");
    Path shortOne = Files.writeString(folder.resolve("short"), "0123456789");
    run("--secret-file", shortOne.toString());
    assertThatThrownBy(probe.where::tokens).hasMessageContaining("must hold 32 bytes or more");
  }
}
