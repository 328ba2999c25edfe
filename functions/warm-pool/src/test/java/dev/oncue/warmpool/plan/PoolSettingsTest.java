package dev.oncue.warmpool.plan;

import static dev.oncue.warmpool.plan.PoolFixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.settings.SettingErrors;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolSettingsTest {
  @Test
  void each_function_is_set_by_its_own_name() {
    PoolSettings settings =
        settings(
            Map.of(
                "oncue.warm-pool.lead", "PT5M",
                "oncue.warm-pool.hold", "PT0S",
                "oncue.warm-pool.poll-open.capacity", "7",
                "oncue.warm-pool.poll-open.share", "0.25",
                "oncue.warm-pool.poll-open.headroom", "2",
                "oncue.warm-pool.poll-open.floor", "1",
                "oncue.warm-pool.poll-open.ceiling", "9"));
    assertThat(settings.lead()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.hold()).isZero();
    assertThat(settings.functions())
        .extracting(FunctionSettings::name)
        .containsExactly("vote", "reaction", "live", "poll-open", "poll-close");
    assertThat(settings.functions())
        .contains(
            new FunctionSettings(
                "poll-open",
                Measure.WINDOWS,
                new BigDecimal("0.25"),
                7,
                new BigDecimal("2"),
                1,
                9));
    assertThat(settings(Map.of()).functions()).element(4).isEqualTo(settings.functions().get(4));
  }

  @ParameterizedTest
  @CsvSource({
    "mode, keep, must be observe",
    "mode, '', must be observe",
    "lead, soon, must be a duration",
    "lead, -PT1S, must be a duration",
    "lead, PT1H0.001S, must be at most PT1H",
    "hold, P1D, must be at most PT1H",
    "vote.capacity, 0, must be a number from 1",
    "vote.capacity, many, must be a number from 1",
    "vote.capacity, 2147483648, must be a number from 1",
    "vote.share, -0.1, must be a decimal number from 0 to 10",
    "vote.share, 10.01, must be a decimal number from 0 to 10",
    "vote.share, 1e3, must be a decimal number from 0 to 10",
    "vote.share, NaN, must be a decimal number from 0 to 10",
    "live.headroom, 0.99, must be a decimal number from 1 to 10",
    "live.floor, -1, must be a number from 0",
    "live.ceiling, 0, must be a number from 1",
    "live.ceiling, 10001, must be a number from 1 to 10000",
    "live.floor, 51, 'must be at most ONCUE_WARM_POOL_LIVE_CEILING, 50'",
    "poll-close.capacity, x, must be a number from 1"
  })
  void a_bad_setting_is_refused_by_name(String setting, String value, String rule) {
    String property = "oncue.warm-pool." + setting;
    assertThatThrownBy(() -> settings(Map.of(property, value)))
        .satisfies(
            refused ->
                assertThat(SettingErrors.lines(refused))
                    .singleElement()
                    .asString()
                    .startsWith(SettingErrors.variable(property) + " " + rule));
  }
}
