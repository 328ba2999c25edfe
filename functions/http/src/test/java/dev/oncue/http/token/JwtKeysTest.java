package dev.oncue.http.token;

import static dev.oncue.http.token.PlatformKey.base64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.http.settings.SettingErrors;
import dev.oncue.http.settings.SettingException;
import dev.oncue.testbed.TestSettings;
import dev.oncue.testbed.token.SignedToken;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtKeysTest {
  private static final Instant END = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 600);
  private static final Caller VIEWER = new Caller("acme", "v1", Set.of(Group.VIEWER), null, END);
  private static Vertx vertx;
  private static KeyPair platform;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    platform = newKeys();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static KeyPair newKeys() throws Exception {
    return newKeys(2048);
  }

  private static KeyPair newKeys(int bits) throws Exception {
    return PlatformKey.ofBits(bits).keys();
  }

  private String file(String text) throws Exception {
    return Files.writeString(folder.resolve("keys"), text).toString();
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String jwk(KeyPair keys, String id) {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
        .formatted(
            id,
            base64(key.getModulus().toByteArray()),
            base64(key.getPublicExponent().toByteArray()));
  }

  private static String token(KeyPair keys, String id) throws Exception {
    String head =
        "{\"alg\":\"RS256\",\"typ\":\"JWT\"" + (id == null ? "" : ",\"kid\":\"" + id + '"') + '}';
    String claims =
        "{\"sub\":\"v1\",\"tenant\":\"acme\",\"groups\":[\"viewer\"],\"exp\":%d}"
            .formatted(END.getEpochSecond());
    return new PlatformKey(keys).sign(head.getBytes(UTF_8), claims.getBytes(UTF_8));
  }

  private static TokenConfig config(String secret, String keys) {
    Map<String, String> given = new HashMap<>();
    given.put("oncue.jwt.secret", secret);
    given.put("oncue.jwt.keys", keys);
    given.values().removeIf(Objects::isNull);
    return TestSettings.of(TokenConfig.class, given);
  }

  private static Tokens tokens(String secret, String keys) {
    return new Tokens(vertx, config(secret, keys), Clock.systemUTC());
  }

  private static void refuses(Tokens tokens, String token) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.UNAUTHORIZED));
  }

  @Test
  void aPemKeyVerifiesWhatThePlatformSigns() throws Exception {
    Tokens tokens = tokens(null, file(pem(platform)));
    assertThat(tokens.verify(token(platform, null))).isEqualTo(VIEWER);
    refuses(tokens, token(newKeys(), null));
    refuses(tokens, SignedToken.producer().text());
  }

  @Test
  void aKeySetVerifiesWithWhicheverOfItsKeys() throws Exception {
    KeyPair second = newKeys();
    Tokens tokens =
        tokens(null, file("{\"keys\":[" + jwk(platform, "one") + ',' + jwk(second, "two") + "]}"));
    assertThat(tokens.verify(token(platform, "one"))).isEqualTo(VIEWER);
    assertThat(tokens.verify(token(second, "two"))).isEqualTo(VIEWER);
    refuses(tokens, token(newKeys(), "one"));
    refuses(tokens, token(second, "one"));
  }

  /** The classic confusion: an HS256 signature made with the public key as its secret. */
  @Test
  void aPublicKeyIsNotTakenForASecret() throws Exception {
    String pem = pem(platform);
    Tokens tokens = tokens(null, file(pem));
    refuses(tokens, SignedToken.producer().signedWith(pem).text());
    refuses(tokens, SignedToken.producer().signedWith(pem.strip()).text());
    refuses(tokens, SignedToken.producer().unsigned().text());
  }

  @Test
  void aSecretAndKeysMayBeGivenTogether() throws Exception {
    Tokens tokens = tokens(SignedToken.SECRET, file(pem(platform)));
    assertThat(tokens.verify(token(platform, null))).isEqualTo(VIEWER);
    assertThat(tokens.verify(SignedToken.viewer("v2").text()).name()).isEqualTo("v2");
  }

  @Test
  void oneWithPublicKeysAloneSignsNothing() throws Exception {
    Tokens tokens = tokens(null, file(pem(platform)));
    assertThatThrownBy(() -> tokens.sign(VIEWER))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.FORBIDDEN));
  }

  @Test
  void whatIsSignedIsVerified() {
    Tokens tokens = tokens(SignedToken.SECRET, null);
    String signed = tokens.sign(VIEWER);
    assertThat(tokens.verify(signed)).isEqualTo(VIEWER);
    refuses(tokens("another secret that has 32 bytes or more", null), signed);
  }

  @Test
  void aSecretHas32Bytes() {
    JwtKeys.load(vertx, config("x".repeat(32), null));
    JwtKeys.load(vertx, config("é".repeat(16), null));
    assertThatThrownBy(() -> config("x".repeat(31), null))
        .satisfies(
            refused ->
                assertThat(SettingErrors.lines(refused))
                    .containsExactly("ONCUE_JWT_SECRET must have 32 bytes or more"));
  }

  @Test
  void oneOfTheTwoMustBeGiven() {
    assertThatThrownBy(() -> JwtKeys.load(vertx, config(null, null)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("ONCUE_JWT_SECRET must be given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key",
        "{}",
        "[]",
        "{\"keys\":7}",
        "{\"keys\":[7]}",
        "{\"keys\":[null]}",
        "{\"keys\":[]}",
        "{\"keys\":[{}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"!\",\"e\":\"AQAB\"}]}",
        "-----BEGIN PUBLIC KEY-----\nbm90IGEga2V5\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----"
      })
  void aFileThatHoldsNoKeysEndsTheStartWithTheSettingsName(String text) throws Exception {
    String file = file(text);
    assertThatThrownBy(() -> tokens(null, file))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("ONCUE_JWT_KEYS ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/file", "\0", "/"})
  void aFileThatCannotBeReadIsNamed(String file) {
    assertThatThrownBy(() -> tokens(null, file))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("ONCUE_JWT_KEYS ");
  }

  /** RFC 7518, section 3.3. */
  @Test
  void anRsaKeyHas2048Bits() throws Exception {
    KeyPair weak = newKeys(1024);
    for (String text : List.of(pem(weak), "{\"keys\":[" + jwk(weak, "one") + "]}")) {
      String file = file(text);
      assertThatThrownBy(() -> tokens(null, file))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("1024 bits");
    }
  }

  /** Keycloak lists both kinds. */
  @Test
  void aKeyForEncryptionIsPassedOver() throws Exception {
    KeyPair other = newKeys();
    String encryption = jwk(other, "enc").replace("\"sig\"", "\"enc\"");
    Tokens tokens =
        tokens(null, file("{\"keys\":[" + encryption + ',' + jwk(platform, "sig") + "]}"));
    assertThat(tokens.verify(token(platform, "sig"))).isEqualTo(VIEWER);
    refuses(tokens, token(other, "enc"));
    refuses(tokens, token(other, null));
  }
}
