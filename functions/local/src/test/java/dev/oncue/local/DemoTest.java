package dev.oncue.local;

import static dev.oncue.local.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /demo} where no demo is set up. */
@Tag("pages")
@EngineTest
class DemoTest {
  @ParameterizedTest
  @ValueSource(strings = {"live.m3u8", "live.m3u8?stream=demo", "clip0.ts", "init.mp4"})
  void itNamesTheSettingThatIsMissing(String file) {
    assertThat(assertProblem(Show.get("/demo/" + file, null), 404, "not-found").getString("detail"))
        .contains("ONCUE_DEMO_DIR", "functions/live/demo-stream");
  }
}
