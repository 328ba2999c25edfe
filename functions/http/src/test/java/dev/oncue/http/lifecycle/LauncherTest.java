package dev.oncue.http.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.http.settings.SettingException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LauncherTest {
  private static String report(Throwable failure) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Launcher.report(failure, new PrintStream(bytes, false, UTF_8));
    return bytes.toString(UTF_8);
  }

  @Test
  void aBadSettingIsOneLine() {
    SettingException bad = new SettingException("ONCUE_JWT_SECRET", "must be given");
    assertThat(report(bad)).isEqualTo("ONCUE_JWT_SECRET must be given" + System.lineSeparator());
  }

  @Test
  void aBadSettingIsFoundHoweverDeepItLies() {
    Throwable wrapped =
        new RuntimeException(
            "Failed to start",
            new IllegalStateException("bean", new SettingException("ONCUE_X", "must be y")));
    assertThat(report(wrapped)).isEqualTo("ONCUE_X must be y" + System.lineSeparator());
  }

  @Test
  void aModuleThatKnowsNoSettingExceptionMayNameASettingToo() {
    assertThat(report(new RuntimeException(new IllegalStateException("ONCUE_DATA_DIR is in use"))))
        .isEqualTo("ONCUE_DATA_DIR is in use" + System.lineSeparator());
  }

  @Test
  void anythingElseComesWithItsStackTraceAndItsCauseLast() {
    Throwable failure = new RuntimeException("outer", new IllegalStateException((String) null));
    assertThat(report(failure).lines().toList())
        .contains("java.lang.RuntimeException: outer")
        .anyMatch(line -> line.strip().startsWith("at dev.oncue.http.lifecycle.LauncherTest"))
        .endsWith("the start failed: java.lang.IllegalStateException");
  }
}
