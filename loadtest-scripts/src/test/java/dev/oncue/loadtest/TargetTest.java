package dev.oncue.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @Test
  void thisMachineNeedsNoPermission() {
    assertThat(Target.parse("--vote", "http://127.0.0.1:8080/", false))
        .isEqualTo(new Target("127.0.0.1", 8080, false));
    assertThat(Target.parse("--vote", "http://localhost", false).port()).isEqualTo(80);
  }

  @Test
  void anotherMachineDoes() {
    assertThatThrownBy(() -> Target.parse("--vote", "https://192.0.2.1", false))
        .isInstanceOf(LoadTestException.class)
        .hasMessageContaining("--i-own-this-target");
    assertThat(Target.parse("--vote", "https://192.0.2.1", true))
        .isEqualTo(new Target("192.0.2.1", 443, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8080", "127.0.0.1:8080", "ftp://127.0.0.1", "http://a/b", "http://"})
  void anythingElseIsRefused(String url) {
    assertThatThrownBy(() -> Target.parse("--vote", url, true))
        .isInstanceOf(LoadTestException.class)
        .hasMessageContaining("--vote must be like http://127.0.0.1:8080");
  }
}
