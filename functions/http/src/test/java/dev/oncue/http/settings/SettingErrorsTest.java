package dev.oncue.http.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.oncue.closing.PollConfig;
import dev.oncue.closing.RetentionConfig;
import dev.oncue.http.request.RequestConfig;
import dev.oncue.http.token.TokenConfig;
import dev.oncue.testbed.TestSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingErrorsTest {
  /** No setting of any program. */
  interface Plain {
    int needed();
  }

  private static List<String> lines(Class<?> mapping, Map<String, String> properties) {
    return SettingErrors.lines(catchThrowable(() -> TestSettings.of(mapping, properties)));
  }

  @Test
  void aBrokenRuleIsNamed() {
    assertThat(lines(PollConfig.class, Map.of("oncue.poll.shards", "65")))
        .containsExactly("ONCUE_POLL_SHARDS must be a number from 1 to 64, not 65");
  }

  @Test
  void bothLimitsOfADurationAreNamed() {
    for (String value : List.of("PT0.9S", "PT1M1S")) {
      assertThat(lines(RequestConfig.class, Map.of("oncue.request.body-timeout", value)))
          .containsExactly("ONCUE_REQUEST_BODY_TIMEOUT must be from PT1S to PT1M, not " + value);
    }
  }

  @Test
  void anEmptyTextIsCalledSo() {
    assertThat(lines(PollConfig.class, Map.of("oncue.poll.shards", "")))
        .containsExactly("ONCUE_POLL_SHARDS must be a number from 1 to 64, not an empty text");
  }

  @Test
  void eachBadSettingHasItsLine() {
    Map<String, String> bad =
        Map.of(
            "oncue.poll.shards", "no\nnumber",
            "oncue.retention.time", "7 days",
            "oncue.retention.polls", "0",
            "oncue.jwt.secret", "short");
    Throwable failure =
        catchThrowable(
            () ->
                new SmallRyeConfigBuilder()
                    .withSources(new PropertiesConfigSource(bad, "test", 100))
                    .withMapping(PollConfig.class)
                    .withMapping(RetentionConfig.class)
                    .withMapping(TokenConfig.class)
                    .build());
    assertThat(SettingErrors.lines(new RuntimeException("Failed to start", failure)))
        .containsExactlyInAnyOrder(
            "ONCUE_POLL_SHARDS must be a number from 1 to 64, not no number",
            "ONCUE_RETENTION_TIME must be a duration in ISO 8601 like PT20S, at most P36500D, not 7"
                + " days",
            "ONCUE_RETENTION_POLLS must be a number from 1 to 2147483647, not 0",
            "ONCUE_JWT_SECRET must have 32 bytes or more");
  }

  @Test
  void whatHasNoRuleOfOursIsNamedToo() {
    SmallRyeConfigBuilder config = new SmallRyeConfigBuilder().withMapping(Plain.class, "oncue.x");
    assertThat(SettingErrors.lines(catchThrowable(config::build)))
        .containsExactly("ONCUE_X_NEEDED must be given");
    config.withSources(new PropertiesConfigSource(Map.of("oncue.x.needed", "x"), "test", 100));
    assertThat(SettingErrors.lines(catchThrowable(config::build)))
        .singleElement()
        .asString()
        .startsWith("ONCUE_X_NEEDED cannot be read: ");
  }

  @Test
  void aPropertyThatNobodyKnowsIsNoSetting() {
    Map<String, String> typo = Map.of("oncue.poll.shard", "2");
    assertThat(
            SettingErrors.lines(
                catchThrowable(
                    () ->
                        new SmallRyeConfigBuilder()
                            .withSources(new PropertiesConfigSource(typo, "test", 100))
                            .withMapping(PollConfig.class)
                            .build())))
        .containsExactly("ONCUE_POLL_SHARD is no setting");
  }

  @Test
  void anotherFailureHasNoLine() {
    assertThat(SettingErrors.lines(new IllegalStateException("no setting of ours"))).isEmpty();
  }

  @Test
  void allChecksAreMade() {
    assertThatThrownBy(
            () ->
                SettingException.checkAll(
                    () -> {
                      throw new SettingException("QUARKUS_HTTP_PORT", "must be a number");
                    },
                    () -> {},
                    () -> {
                      throw new RuntimeException(new IllegalStateException("ONCUE_X must be y"));
                    }))
        .isInstanceOf(SettingException.class)
        .satisfies(
            refused ->
                assertThat(SettingErrors.lines(refused))
                    .containsExactly("QUARKUS_HTTP_PORT must be a number", "ONCUE_X must be y"));
    IllegalArgumentException other = new IllegalArgumentException("no setting");
    assertThatThrownBy(
            () ->
                SettingException.checkAll(
                    () -> {
                      throw other;
                    }))
        .isSameAs(other);
  }
}
