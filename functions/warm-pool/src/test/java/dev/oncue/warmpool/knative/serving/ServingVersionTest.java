package dev.oncue.warmpool.knative.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServingVersionTest {
  @ParameterizedTest
  @CsvSource({
    "1.20.3, POD_AUTOSCALER",
    "v0.26.0, POD_AUTOSCALER",
    "1.21, REVISION",
    "v1.21.0, REVISION",
    "knative-v1.23.0, REVISION",
    "1.21.0-rc1, REVISION",
    "1.22.0+vendor, REVISION",
    "2.0, REVISION"
  })
  void itTellsWhatIsPatched(String text, PatchedKind kind) {
    assertThat(ServingVersion.parse(text).orElseThrow().patched()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"devel", "", "1", "1.", "x1.21", "1.21x", "20260601-abc", "99999.1"})
  void whatIsNoReleaseIsNotGuessed(String text) {
    assertThat(ServingVersion.parse(text)).isEmpty();
  }

  @Test
  void theNewerLabelCounts() {
    assertThat(
            ServingVersion.ofLabels(
                Map.of(
                    "app.kubernetes.io/version", "1.21.0",
                    "serving.knative.dev/release", "v0.26.0")))
        .hasValue(new ServingVersion(1, 21));
    assertThat(ServingVersion.ofLabels(Map.of("serving.knative.dev/release", "v0.26.0")))
        .hasValue(new ServingVersion(0, 26));
    assertThat(ServingVersion.ofLabels(Map.of("app", "controller"))).isEmpty();
  }
}
