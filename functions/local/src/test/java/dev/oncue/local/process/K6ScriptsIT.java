package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.local.NeedsProgram;
import dev.oncue.testbed.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The k6 scripts against the packaged engine, at a small scale. */
@Tag("tools")
@NeedsProgram(
    value = "k6",
    install = "go install go.k6.io/k6@v1.3.0 (to $(go env GOPATH)/bin, which must be in the PATH)")
class K6ScriptsIT {
  private static final Path SCRIPTS =
      Path.of("..", "..", "loadtest-scripts", "k6").toAbsolutePath().normalize();
  private static final long TIMEOUT_SECONDS = 240;

  /** The exit statuses of k6. */
  private static final int MET = 0;

  private static final int THRESHOLD_MISSED = 99;
  private static final int SCRIPT_FAILED = 107;

  /** With as many VUs as votes, so that none is dropped on a busy machine. */
  private static final String[] SPIKE = {"RATE=10", "SECONDS=2", "VUS=20", "P99_MS=60000"};

  @TempDir static Path folder;

  private static Engine engine;

  private record Ended(int status, String said) {}

  @BeforeAll
  static void start() {
    // k6 shows no part of an answer before its end, so feeds must end.
    engine = Engine.local(folder).set("ONCUE_FEED_MAX_AGE", "PT4S").start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "01-ramp.js, VIEWERS=20 SECONDS=2 VUS=20",
    "02-sledgehammer.js, BOTS=10 RELEASE_SECONDS=1 WITHIN_MS=60000",
    "03-spike.js, RATE=10 SECONDS=2 VUS=20 P99_MS=60000",
    "04-reactions.js, RATE=10 SECONDS=2 VUS=20 P99_MS=60000",
    "05-fan-out.js, SUBSCRIBERS=10 RATE=10 SECONDS=2 VUS=20",
    "06-reconnect-storm.js, SUBSCRIBERS=10 RATE=10 CUT_SECONDS=1 SPREAD_SECONDS=1 VUS=40",
    "07-soak.js, SECONDS=6 POLL_SECONDS=2 RATE=10 VUS=60 P99_MS=60000"
  })
  void findsTheResultExact(String script, String settings) throws Exception {
    Ended ended = run(script, engine.port(), settings.split(" "));
    assertThat(ended.status()).as(ended.said()).isEqualTo(MET);
    assertThat(ended.said())
        .containsPattern("acknowledged\\.+: [1-9]")
        .containsPattern("deviations\\.+: 0 ")
        .doesNotContain("have been crossed");
    if (!script.startsWith("04")) {
      assertThat(ended.said())
          .containsPattern("result: \\{.*ballots.*\\}")
          .doesNotContainPattern("ballots[^0-9]*0\\b");
    }
  }

  @Test
  void aVoteThatTheEngineForgetsIsFound() throws Exception {
    try (ForgetfulEngine forgetful = new ForgetfulEngine(engine)) {
      Ended ended = run("03-spike.js", forgetful.port(), SPIKE);
      assertThat(ended.status()).as(ended.said()).isEqualTo(THRESHOLD_MISSED);
      assertThat(ended.said())
          .containsPattern(
              "metrics 'promised_but_not_counted\\{option:[a-z]+\\}' have been crossed");
    }
  }

  @Test
  void aThresholdThatIsMissedIsAFailure() throws Exception {
    Ended ended =
        run("03-spike.js", engine.port(), "RATE=10", "SECONDS=1", "VUS=20", "P99_MS=0.001");
    assertThat(ended.status()).as(ended.said()).isEqualTo(THRESHOLD_MISSED);
    assertThat(ended.said()).contains("metrics 'http_req_duration{name:vote}' have been crossed");
  }

  @Test
  void aWrongSecretIsAFailure() throws Exception {
    Ended ended = run("03-spike.js", engine.port(), "ONCUE_JWT_SECRET=" + "0123456789".repeat(4));
    assertThat(ended.status()).as(ended.said()).isEqualTo(SCRIPT_FAILED);
    assertThat(ended.said()).contains("the poll could not be opened: 401");
  }

  /** An address that is for documents alone; nothing is sent there. */
  @ParameterizedTest
  @CsvSource({
    "TARGET=http://192.0.2.1:8080, is not this machine; add -e I_OWN_THIS_TARGET=true",
    "VOTE=http://192.0.2.1:8080, is not this machine; add -e I_OWN_THIS_TARGET=true",
    "TARGET=http://127.0.0.1.example.com, is not this machine",
    "ONCUE_JWT_SECRET=short, ONCUE_JWT_SECRET must hold",
    "RATE=many, RATE must be a number above 0"
  })
  void aBadSettingIsNamed(String setting, String reason) throws Exception {
    Ended ended = run("03-spike.js", engine.port(), setting);
    assertThat(ended.status()).as(ended.said()).isEqualTo(SCRIPT_FAILED);
    assertThat(ended.said()).contains(reason);
  }

  /** Runs a script; settings are environment variables. */
  private static Ended run(String script, int port, String... settings) throws Exception {
    Path said = Files.createTempFile(folder, "k6", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                "k6", "run", "--quiet", "--no-usage-report", SCRIPTS.resolve(script).toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    Map<String, String> environment = builder.environment();
    environment.put(
        "ONCUE_JWT_SECRET", Files.readString(folder.resolve("data/jwt-secret")).strip());
    environment.put("TARGET", "http://127.0.0.1:" + port);
    for (String setting : settings) {
      String[] nameAndValue = setting.split("=", 2);
      environment.put(nameAndValue[0], nameAndValue[1]);
    }
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as(script).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(said));
  }
}
