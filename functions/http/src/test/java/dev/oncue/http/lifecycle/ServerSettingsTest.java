package dev.oncue.http.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.settings.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
  private static void check(String port, String host) {
    Map<String, String> settings = Map.of("quarkus.http.port", port, "quarkus.http.host", host);
    ServerSettings.check(name -> Optional.ofNullable(settings.get(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "http", "", "80.0", "99999999999"})
  void aPortOutOfItsLimitsIsRefused(String port) {
    assertThatThrownBy(() -> check(port, "127.0.0.1"))
        .isInstanceOf(SettingException.class)
        .hasMessage("QUARKUS_HTTP_PORT must be a number from 0 to 65535, not " + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no.such.host.invalid", "1.2.3.4.5", "a b"})
  void anAddressThatDoesNotExistIsRefused(String host) {
    assertThatThrownBy(() -> check("0", host))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("QUARKUS_HTTP_HOST must be an address of this machine");
  }

  @Test
  void aPortThatIsTakenIsRefusedUntilItIsFree() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      assertThatThrownBy(() -> check(Integer.toString(port), "127.0.0.1"))
          .isInstanceOf(SettingException.class)
          .hasMessageStartingWith("QUARKUS_HTTP_PORT " + port + " cannot be listened on");
    }
    assertThatCode(() -> check(Integer.toString(port), "127.0.0.1")).doesNotThrowAnyException();
  }

  @Test
  void anyFreePortMayBeAskedFor() {
    assertThatCode(() -> check("0", "127.0.0.1")).doesNotThrowAnyException();
    assertThatCode(() -> check(" 0 ", " 127.0.0.1 ")).doesNotThrowAnyException();
  }
}
