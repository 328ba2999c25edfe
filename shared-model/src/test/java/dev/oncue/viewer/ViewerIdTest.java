package dev.oncue.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1",
        "auth0|64f0c0ffee",
        "google-oauth2|103547991597142817347",
        "ann+tv@example.org",
        "urn:example:ann/1",
        "CN=Ann O'Neill, O=\"TV\"",
        "Jürgen Groß",
        "山田太郎",
        "👩‍👩‍👧",
        " ",
        "a\nb\u0000"
      })
  void whatIdentityProvidersSayIsAnId(String text) {
    assertThat(ViewerId.isValid(text)).isTrue();
  }

  @Test
  void bytesAreCounted() {
    assertThat(ViewerId.isValid("x".repeat(255))).isTrue();
    assertThat(ViewerId.isValid("x".repeat(256))).isFalse();
    assertThat(ViewerId.isValid("é".repeat(127) + "x")).isTrue();
    assertThat(ViewerId.isValid("é".repeat(128))).isFalse();
    assertThat(ViewerId.isValid("😀".repeat(63) + "abc")).isTrue();
    assertThat(ViewerId.isValid("😀".repeat(64))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uD83D", "\uDE00", "a\uDE00\uD83Db"})
  void whatHasNoBytesIsNone(String text) {
    assertThat(ViewerId.isValid(text)).isFalse();
    assertThat(ViewerId.isValid(null)).isFalse();
  }

  @Property
  void theBytesAreThoseOfUtf8(@ForAll String text) {
    boolean hasBytes = new String(text.getBytes(UTF_8), UTF_8).equals(text);
    int bytes = text.getBytes(UTF_8).length;
    assertThat(ViewerId.isValid(text)).isEqualTo(hasBytes && bytes >= 1 && bytes <= 255);
  }
}
