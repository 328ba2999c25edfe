package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.testbed.engine.GridAccess;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridSettingsTest {
  @TempDir Path folder;

  private static GridSettings read(String servers, String user, String password, String authority) {
    return Connected.settings(servers, user, password, authority);
  }

  private static void assertRefused(
      String servers, String user, String password, String authority, String line) {
    assertThatThrownBy(() -> read(servers, user, password, authority))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(line);
  }

  @Test
  void serversAreNamedByHostAndPort() {
    GridSettings settings = read("grid-0.grid:11222, 10.0.0.2:1,[::1]:65535", null, null, null);
    assertThat(settings.names()).isEqualTo("grid-0.grid:11222, 10.0.0.2:1, [::1]:65535");
    assertThat(settings.login()).isEmpty();
    assertThat(settings.authority()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        ":1",
        "a:",
        "a:0",
        "a:99999",
        "a:65536",
        "a:-1",
        "a:b",
        "a:1,",
        ",a:1",
        "a:1,,b:1",
        "a:1;b:1",
        "a b:1",
        "::1:1",
        "[]:1",
        "[g]:1",
        "http://a:1",
        "a:1/",
        "a:١",
        " "
      })
  void whatIsNoListOfServersIsRefused(String servers) {
    assertThatThrownBy(() -> Servers.parse(servers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be given as host:port,host:port, not " + servers);
    assertThatThrownBy(() -> read(servers, null, null, null))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("oncue.grid.servers");
  }

  @Test
  void serversMustBeGiven() {
    assertRefused(
        null, null, null, null, "ONCUE_GRID_SERVERS must be given as host:port,host:port");
  }

  @Test
  void aLoginHasBothItsParts() {
    assertRefused(
        "a:1", "alice", null, null, "ONCUE_GRID_PASSWORD must be given when ONCUE_GRID_USER is");
    assertRefused(
        "a:1", null, "secret", null, "ONCUE_GRID_USER must be given when ONCUE_GRID_PASSWORD is");
  }

  @Test
  void aPasswordIsNotTold() {
    GridSettings settings = read("a:1", "alice", "secret", null);
    assertThat(settings.login().orElseThrow().password()).isEqualTo("secret");
    assertThat(settings.toString()).contains("alice").doesNotContain("secret");
  }

  @Test
  void theAuthorityIsAFileWithCertificates() throws Exception {
    Path pem = GridAccess.certificate(folder);
    assertThat(read("grid:1", null, null, pem.toString()).authority()).contains(pem);
    assertRefused(
        "grid:1",
        null,
        null,
        "not/there",
        "ONCUE_GRID_CA names a file that cannot be read: not/there");
    assertRefused(
        "grid:1",
        null,
        null,
        folder + "",
        "ONCUE_GRID_CA names a file that cannot be read: " + folder);
    for (String text : new String[] {"", "not a certificate"}) {
      Path file = Files.writeString(folder.resolve("file"), text);
      assertRefused(
          "grid:1",
          null,
          null,
          file.toString(),
          "ONCUE_GRID_CA must name a PEM file with certificates, not " + file);
    }
  }

  @Test
  void certificatesAreCheckedForTheNameOfTheFirstServer() throws Exception {
    Path pem = GridAccess.certificate(folder);
    assertRefused(
        "[::1]:1",
        null,
        null,
        pem.toString(),
        "ONCUE_GRID_SERVERS must begin with a host name when ONCUE_GRID_CA is given, not ::1");
  }
}
