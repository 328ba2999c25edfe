package dev.oncue.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBedTest {
  @TempDir Path folder;
  private String secret;

  @BeforeEach
  void writeSecret() throws Exception {
    secret = Files.writeString(folder.resolve("secret"), "0123456789".repeat(4)).toString();
  }

  @Test
  void aScenarioHasItsOwnOptionsBesidesThoseOfAll() throws Exception {
    String[] words = {
      "--viewers", "5", "--live", "http://192.0.2.1", Targets.OWNED, "--secret-file", secret
    };
    Options options = TestBed.options(words, "--viewers");
    assertThat(options.integer("--viewers", 1, 1, 9)).isEqualTo(5);
    assertThat(TestBed.read(options).targets().live())
        .isEqualTo(new Target("192.0.2.1", 80, false));
    assertThatThrownBy(() -> TestBed.options(words, "--bots"))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--viewers is not an option");
  }

  @Test
  void tokensAreGoodForTwoHoursOrForTheLifeThatIsAskedFor() throws Exception {
    Options options = TestBed.options(new String[] {"--secret-file", secret});
    assertThat(life(TestBed.read(options))).isBetween(7_190L, 7_200L);
    assertThat(life(TestBed.read(options, Duration.ofDays(1)))).isBetween(86_390L, 86_400L);
  }

  /** In seconds, from now on. */
  private static long life(TestBed bed) {
    String claims = bed.tokens().viewer("anna").split("\\.")[1];
    byte[] json = Base64.getUrlDecoder().decode(claims);
    return Json.parse(new String(json)).path("exp").asLong() - Instant.now().getEpochSecond();
  }

  @Test
  void withoutASecretThereIsNone() throws Exception {
    Path nowhere = folder.resolve("nowhere");
    Options options = TestBed.options(new String[] {"--data-dir", nowhere.toString()});
    assertThatThrownBy(() -> TestBed.read(options))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("no secret to sign tokens with");
  }
}
