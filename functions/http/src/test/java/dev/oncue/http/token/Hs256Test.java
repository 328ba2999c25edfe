package dev.oncue.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hs256Test {
  private static final String SECRET = "a secret that has 32 bytes or more";
  private static final String PLAIN = "{\"typ\":\"JWT\",\"alg\":\"HS256\"}";

  private final Hs256 hs256 = new Hs256(SECRET.getBytes(UTF_8));

  private static String token(String header, String claims, String secret)
      throws GeneralSecurityException {
    String signed = base64(header.getBytes(UTF_8)) + '.' + base64(claims.getBytes(UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return signed + '.' + base64(mac.doFinal(signed.getBytes(UTF_8)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The example of RFC 7515, appendix A.1. */
  @Test
  void verifiesTheStandardsExample() {
    byte[] key =
        Base64.getUrlDecoder()
            .decode(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    String token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
            + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assertThat(new Hs256(key).payload(token)).asString(UTF_8).contains("\"iss\":\"joe\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, "{\"alg\":\"HS256\"}", "{ \"alg\" : \"HS256\" }"})
  void verifiesTokensWithPlainHeadersByTurns(String header) throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(hs256.payload(token(header, "v1", SECRET))).asString(UTF_8).isEqualTo("v1");
      assertThat(hs256.payload(token(PLAIN, "v2", SECRET))).asString(UTF_8).isEqualTo("v2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS512\"}",
        "{\"alg\":\"hs256\"}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"HS256\",\"b64\":false}",
        "{\"typ\":\"JWT\"}",
        "[\"alg\"]",
        "\"HS256\"",
        "HS256",
        ""
      })
  void leavesAnyOtherHeaderToTheLibrary(String header) throws Exception {
    assertThat(hs256.payload(token(header, "{\"sub\":\"v1\"}", SECRET))).isNull();
  }

  @Test
  void leavesWhatAnotherSecretSignedToTheLibrary() throws Exception {
    assertThat(hs256.payload(token(PLAIN, "{}", SECRET + '!'))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "\u00e4.\u00f6.\u00fc", "=.=.="})
  void leavesWhatIsNoTokenToTheLibrary(String token) {
    assertThat(hs256.payload(token)).isNull();
  }

  @Test
  void noCharacterOfATokenMayBeAnother() throws Exception {
    String token = token(PLAIN, "{\"sub\":\"v1\"}", SECRET);
    assertThat(hs256.payload(token)).isNotNull();
    // The last one has two bits that stand for nothing.
    for (int i = 0; i < token.length() - 1; i++) {
      for (char other : new char[] {'A', 'z', '-', '.', '=', ' ', '\u0141'}) {
        if (token.charAt(i) != other) {
          String changed = token.substring(0, i) + other + token.substring(i + 1);
          assertThat(hs256.payload(changed)).as(changed).isNull();
        }
      }
    }
    assertThat(hs256.payload(token + ".")).isNull();
    assertThat(hs256.payload(token + "A")).isNull();
    assertThat(hs256.payload(token.substring(0, token.length() - 2))).isNull();
  }
}
