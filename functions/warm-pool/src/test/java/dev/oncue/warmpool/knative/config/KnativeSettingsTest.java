package dev.oncue.warmpool.knative.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.settings.SettingErrors;
import dev.oncue.testbed.TestSettings;
import dev.oncue.warmpool.knative.serving.ServingVersion;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnativeSettingsTest {
  private static KnativeSettings read(Map<String, String> settings) {
    return KnativeSettings.of(
        TestSettings.of(KnativeConfig.class, settings),
        Optional.ofNullable(settings.get("hostname")),
        "shows");
  }

  @Test
  void allHaveADefault() {
    KnativeSettings settings = read(Map.of("hostname", "warm-pool-7f"));
    assertThat(settings)
        .isEqualTo(
            new KnativeSettings(
                "shows",
                "oncue-warm-pool",
                Map.of(),
                "knative-serving",
                Optional.empty(),
                "warm-pool-7f"));
  }

  @Test
  void withoutAHostNameEachProcessHasAnotherIdentity() {
    assertThat(read(Map.of()).identity()).isNotEqualTo(read(Map.of()).identity());
  }

  @Test
  void allCanBeSet() {
    KnativeSettings settings =
        read(
            Map.of(
                "oncue.warm-pool.namespace", "live-shows",
                "oncue.warm-pool.name", "pool-2",
                "oncue.warm-pool.services", "vote=vote-blue, live = live-blue",
                "oncue.warm-pool.serving-namespace", "serverless",
                "oncue.warm-pool.serving-version", "v1.21.3",
                "hostname", "x"));
    assertThat(settings)
        .isEqualTo(
            new KnativeSettings(
                "live-shows",
                "pool-2",
                Map.of("vote", "vote-blue", "live", "live-blue"),
                "serverless",
                Optional.of(new ServingVersion(1, 21)),
                "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oncue.warm-pool.namespace | Shows | ONCUE_WARM_POOL_NAMESPACE must be a Kubernetes name like oncue, not Shows",
        "oncue.warm-pool.name | '' | ONCUE_WARM_POOL_NAME must be a Kubernetes name like oncue, not an empty text",
        "oncue.warm-pool.name | a.b | ONCUE_WARM_POOL_NAME must be a Kubernetes name like oncue, not a.b",
        "oncue.warm-pool.serving-namespace | -x | ONCUE_WARM_POOL_SERVING_NAMESPACE must be a Kubernetes name like oncue, not -x",
        "oncue.warm-pool.services | vote | ONCUE_WARM_POOL_SERVICES must name each function once, like vote=vote-blue,live=live-blue, not vote",
        "oncue.warm-pool.services | vote=a,vote=b | ONCUE_WARM_POOL_SERVICES must name each function once, like vote=vote-blue,live=live-blue, not vote=a,vote=b",
        "oncue.warm-pool.services | vote=A | ONCUE_WARM_POOL_SERVICES must name each function once, like vote=vote-blue,live=live-blue, not vote=A",
        "oncue.warm-pool.services | =a | ONCUE_WARM_POOL_SERVICES must name each function once, like vote=vote-blue,live=live-blue, not =a",
        "oncue.warm-pool.serving-version | devel | ONCUE_WARM_POOL_SERVING_VERSION must be a version like 1.21, not devel"
      })
  void aValueThatBreaksItsRuleIsRefused(String property, String value, String message) {
    assertThatThrownBy(() -> read(Map.of(property, value)))
        .satisfies(refused -> assertThat(SettingErrors.lines(refused)).containsExactly(message));
  }

  @Test
  void theNamespaceOfTheProcessIsTakenWhereNoneIsGiven() {
    assertThat(read(Map.of("oncue.warm-pool.namespace", "")).namespace()).isEqualTo("shows");
    KnativeConfig none = TestSettings.of(KnativeConfig.class, Map.of());
    for (String own : new String[] {null, ""}) {
      assertThatThrownBy(() -> KnativeSettings.of(none, Optional.empty(), own))
          .hasMessage("ONCUE_WARM_POOL_NAMESPACE must be a Kubernetes name like oncue, not ");
    }
  }
}
