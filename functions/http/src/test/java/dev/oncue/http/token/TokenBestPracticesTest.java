package dev.oncue.http.token;

import static dev.oncue.http.token.PlatformKey.base64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.testbed.TestSettings;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JSON Web Token best current practices (RFC 8725), section 3, line by line, on tokens made by hand
 * with the secret and with the platform's RSA key. Sections 3.2 and 3.6 are of encrypted tokens,
 * which there are none of here; 3.5 is in {@link JwtKeysTest}, 3.8 and 3.9 are in {@link
 * ClaimsTest}.
 */
class TokenBestPracticesTest {
  private static final String SECRET = "a secret for tests, longer than 32 bytes";
  private static Vertx vertx;
  private static PlatformKey platform;
  private static Tokens tokens;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    platform = PlatformKey.ofBits(2048);
    String jwks =
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k1\",\"n\":\"%s\",\"e\":\"AQAB\"}]}"
            .formatted(platform.modulus());
    Path file = Files.writeString(folder.resolve("jwks"), jwks);
    tokens = tokens(Map.of("oncue.jwt.keys", file.toString()));
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Tokens tokens(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("oncue.jwt.secret", SECRET);
    return new Tokens(vertx, TestSettings.of(TokenConfig.class, settings), Clock.systemUTC());
  }

  private static byte[] claims() {
    return json("{'sub':'v1','groups':['viewer'],'exp':%d}", end());
  }

  private static long end() {
    return Instant.now().getEpochSecond() + 600;
  }

  private static byte[] json(String text, Object... values) {
    return text.formatted(values).replace('\'', '"').getBytes(UTF_8);
  }

  private static String bySecret(byte[] header, byte[] claims) throws Exception {
    String signed = base64(header) + '.' + base64(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    return signed + '.' + base64(mac.doFinal(signed.getBytes(UTF_8)));
  }

  /** Both ways in, with headers that differ in their algorithm alone. */
  private static String[] both(String more, byte[] claims) throws Exception {
    return new String[] {
      bySecret(json("{'alg':'HS256'" + more + "}"), claims),
      platform.sign(json("{'alg':'RS256'" + more + "}"), claims)
    };
  }

  private static void refuses(String token, String reason) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> {
              assertThat(refusal.problem()).isEqualTo(Problem.UNAUTHORIZED);
              assertThat(refusal).hasMessageContaining(reason);
            });
  }

  @Test
  void theTokensOfThisTestAreGood() throws Exception {
    for (String token : both(",'typ':'JWT'", claims())) {
      assertThat(tokens.verify(token).name()).isEqualTo("v1");
    }
  }

  /** Section 3.1: a key is good for its own algorithm alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "None", "NONE", "", "RS256", "HS384", "HS512", "ES256", "PS256", "EdDSA", "dir"
      })
  void theAlgorithmIsThatOfTheKey(String algorithm) throws Exception {
    refuses(bySecret(json("{'alg':'%s'}", algorithm), claims()), "the token");
    String unsigned = base64(json("{'alg':'%s'}", algorithm)) + '.' + base64(claims()) + '.';
    refuses(unsigned, "the token");
    if (!algorithm.equals("RS256")) {
      refuses(platform.sign(json("{'alg':'%s'}", algorithm), claims()), "the token");
    }
    refuses(platform.sign(json("{'alg':'HS256'}"), claims()), "the token's signature");
    refuses(platform.sign(json("{}"), claims()), "the token");
  }

  /** Section 3.3: all of it is verified, and a token within a token is none. */
  @Test
  void nothingIsBelievedUnverified() throws Exception {
    for (String token : both("", claims())) {
      String[] parts = token.split("\\.");
      String other = base64(json("{'sub':'v2','groups':['producer'],'exp':%d}", end()));
      refuses(parts[0] + '.' + other + '.' + parts[2], "the token's signature");
      refuses(parts[0] + '.' + parts[1] + '.', "the token");
      refuses(parts[0] + '.' + parts[1], "the token");
      refuses(token + '.' + parts[2], "the token");
      refuses('.' + parts[1] + '.' + parts[2], "the token");
      for (String nested : both(",'cty':'JWT'", token.getBytes(UTF_8))) {
        refuses(nested, "cannot be read");
      }
    }
  }

  /** Section 3.7: JSON is UTF-8, and nothing else. */
  @Test
  void claimsInAnotherEncodingAreNotRead() throws Exception {
    byte[] latin1 = "{\"sub\":\"J\u00fcrgen\",\"exp\":9999999999}".getBytes("ISO-8859-1");
    byte[] utf16 = "{\"sub\":\"v1\",\"exp\":9999999999}".getBytes("UTF-16");
    for (byte[] claims : new byte[][] {latin1, utf16}) {
      for (String token : both("", claims)) {
        refuses(token, "cannot be read");
      }
    }
  }

  /** Section 3.10: what a header names is neither fetched nor taken for a key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'kid':'../../../../dev/null'",
        ",'kid':'k1\\' OR \\'1\\'=\\'1'",
        ",'jku':'http://127.0.0.1:1/keys'",
        ",'x5u':'http://127.0.0.1:1/keys'",
        ",'jwk':{'kty':'oct','k':'AAAA'}",
        ",'x5c':['AAAA']"
      })
  void aHeaderBringsNoKeys(String more) throws Exception {
    String head = base64(json("{'alg':'RS256'" + more.replace("\\'", "") + "}"));
    refuses(head + '.' + base64(claims()) + '.' + base64(new byte[256]), "the token's signature");
  }

  /** Section 3.11, and RFC 9068: neither a logout token nor a security event speaks for anyone. */
  @ParameterizedTest
  @CsvSource({
    "JWT, true",
    "jwt, true",
    "application/jwt, true",
    "at+jwt, true",
    "application/AT+JWT, true",
    "logout+jwt, false",
    "secevent+jwt, false",
    "JOSE, false"
  })
  void aTokenIsOfAKindThatSpeaksForACaller(String type, boolean good) throws Exception {
    for (String token : both(",'typ':'" + type + "'", claims())) {
      if (good) {
        assertThat(tokens.verify(token).name()).isEqualTo("v1");
      } else {
        refuses(token, "the token's header: typ must be");
      }
    }
  }

  /** RFC 7515, section 4.1.11. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'crit':['exp'],'exp':1",
        ",'crit':['b64'],'b64':true",
        ",'crit':['http://example.org/x'],'http://example.org/x':1",
        ",'crit':[]",
        ",'crit':null"
      })
  void whatIsCriticalAndNotUnderstoodIsRefused(String more) throws Exception {
    for (String token : both(more, claims())) {
      refuses(token, "the token's header: crit");
    }
  }
}
