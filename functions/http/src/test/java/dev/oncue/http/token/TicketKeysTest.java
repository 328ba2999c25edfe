package dev.oncue.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.api.TicketResponse;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.http.settings.SettingException;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.TestSettings;
import dev.oncue.testbed.token.SignedToken;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where functions have public keys alone, tickets have a key of their own: one function has its
 * private part, and who steals it can speak for viewers and for nobody else.
 */
class TicketKeysTest {
  private static final StreamId SHOW = new StreamId("acme", "show");
  private static final long END = Instant.now().getEpochSecond() + 600;
  private static Vertx vertx;
  private static KeyPair platform;
  private static KeyPair ticket;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    platform = PlatformKey.ofBits(2048).keys();
    ticket = PlatformKey.ofBits(2048).keys();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private String file(String text) throws Exception {
    Path file = Files.createTempFile(folder, "keys", "");
    return Files.writeString(file, text).toString();
  }

  private String publicPem(KeyPair keys) throws Exception {
    return file(pem("PUBLIC", keys.getPublic().getEncoded()));
  }

  private String privatePem(KeyPair keys) throws Exception {
    return file(pem("PRIVATE", keys.getPrivate().getEncoded()));
  }

  private static String pem(String kind, byte[] key) {
    String lines = Base64.getMimeEncoder().encodeToString(key);
    return "-----BEGIN " + kind + " KEY-----\n" + lines + "\n-----END " + kind + " KEY-----\n";
  }

  private static Tokens tokens(String secret, String keys, String ticketKey, String ticketKeys) {
    Map<String, String> given = new HashMap<>();
    given.put("oncue.jwt.secret", secret);
    given.put("oncue.jwt.keys", keys);
    given.put("oncue.jwt.ticket-key", ticketKey);
    given.put("oncue.jwt.ticket-keys", ticketKeys);
    given.values().removeIf(Objects::isNull);
    return new Tokens(vertx, TestSettings.of(TokenConfig.class, given), Clock.systemUTC());
  }

  private Tokens pollOpen() throws Exception {
    return tokens(null, publicPem(platform), privatePem(ticket), null);
  }

  private Tokens vote() throws Exception {
    return tokens(null, publicPem(platform), null, publicPem(ticket));
  }

  private static String ticketOf(Tokens tokens) {
    TicketResponse ticket =
        new Tickets(tokens, Clock.systemUTC()).issue(SHOW, "v1", Duration.ofHours(1));
    return ticket.ticket();
  }

  private static String signed(KeyPair keys, String claims) throws Exception {
    return new PlatformKey(keys)
        .sign("{\"alg\":\"RS256\"}".getBytes(UTF_8), claims.getBytes(UTF_8));
  }

  private static void refuses(Tokens tokens, String token, String rule) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.UNAUTHORIZED))
        .hasMessageContaining(rule);
  }

  @Test
  void aTicketIsVerifiedByWhoHasThePublicPart() throws Exception {
    String text = ticketOf(pollOpen());
    for (Tokens tokens : new Tokens[] {vote(), pollOpen()}) {
      for (int time = 0; time < 2; time++) {
        Caller caller = tokens.verify(text);
        assertThat(caller.name()).isEqualTo("v1");
        assertThat(caller.groups()).isEqualTo(Set.of(Group.VIEWER));
        assertThat(caller.reach("show")).isEqualTo(SHOW);
      }
    }
    refuses(tokens(null, publicPem(platform), null, null), text, "signature");
    refuses(tokens(SignedToken.SECRET, null, null, null), text, "signature");
  }

  @ParameterizedTest
  @CsvSource({
    "'[\"producer\"]'",
    "'[\"host\"]'",
    "'[\"viewer\",\"host\"]'",
    "'[\"viewer\",\"producer\"]'",
    "'\"viewer producer\"'",
    "'[]'"
  })
  void aKeyOfTicketsSignsForViewersAlone(String groups) throws Exception {
    String claims =
        "{\"sub\":\"v1\",\"stream\":\"show\",\"exp\":%d,\"groups\":%s}".formatted(END, groups);
    Tokens tokens = vote();
    tokens.verify(ticketOf(pollOpen()));
    refuses(tokens, signed(ticket, claims), "groups: a key of tickets signs for viewers alone");
    assertThatCode(() -> tokens.verify(signed(platform, claims))).doesNotThrowAnyException();
  }

  @Test
  void aTicketNamesItsStream() throws Exception {
    String claims = "{\"sub\":\"v1\",\"exp\":%d,\"groups\":[\"viewer\"]}".formatted(END);
    refuses(vote(), signed(ticket, claims), "stream: a ticket names its stream");
  }

  @Test
  void whoHasThePublicPartSignsNothing() throws Exception {
    Tokens tokens = vote();
    assertThatThrownBy(() -> ticketOf(tokens))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.FORBIDDEN))
        .hasMessageContaining("ONCUE_JWT_TICKET_KEY");
  }

  @Test
  void withASecretBesideThemTicketsHaveTheirKeyAllTheSame() throws Exception {
    Tokens both = tokens(SignedToken.SECRET, null, privatePem(ticket), null);
    refuses(tokens(SignedToken.SECRET, null, null, null), ticketOf(both), "signature");
    assertThat(both.verify(SignedToken.producer().text()).is(Group.PRODUCER)).isTrue();
    assertThat(both.verify(ticketOf(both)).name()).isEqualTo("v1");
  }

  @Test
  void aKeyOfTicketsMayBeAJwkOfACurve() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair curve = generator.generateKeyPair();
    JsonObject jwk =
        new JsonObject()
            .put("kty", "EC")
            .put("crv", "P-256")
            .put("alg", "ES256")
            .put("kid", "tickets")
            .put("x", number(((ECPublicKey) curve.getPublic()).getW().getAffineX()))
            .put("y", number(((ECPublicKey) curve.getPublic()).getW().getAffineY()));
    String keys = file("{\"keys\":[" + jwk.encode() + "]}");
    String key =
        file(jwk.copy().put("d", number(((ECPrivateKey) curve.getPrivate()).getS())).encode());
    String text = ticketOf(tokens(null, publicPem(platform), key, null));
    assertThat(tokens(null, publicPem(platform), null, keys).verify(text).name()).isEqualTo("v1");
    refuses(vote(), text, "signature");
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
    return PlatformKey.base64(Arrays.copyOf(padded, 32));
  }

  @Test
  void aKeyOfThePlatformIsNoneOfTickets() throws Exception {
    String jwk =
        "{\"kty\":\"RSA\",\"alg\":\"RS256\",\"e\":\"AQAB\",\"n\":\"%s\"}"
            .formatted(PlatformKey.base64(modulus(platform)));
    String jwks = file("{\"keys\":[" + jwk + "]}");
    for (String keys : new String[] {publicPem(platform), jwks}) {
      assertThatThrownBy(() -> tokens(null, keys, privatePem(platform), null))
          .isInstanceOf(SettingException.class)
          .hasMessage("ONCUE_JWT_TICKET_KEY must be no key that is in ONCUE_JWT_KEYS");
      assertThatThrownBy(() -> tokens(null, keys, null, publicPem(platform)))
          .isInstanceOf(SettingException.class)
          .hasMessage("ONCUE_JWT_TICKET_KEYS must be no key that is in ONCUE_JWT_KEYS");
    }
  }

  private static byte[] modulus(KeyPair keys) {
    return ((RSAPublicKey) keys.getPublic()).getModulus().toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key",
        "{}",
        "{\"kty\":\"RSA\",\"alg\":\"RS256\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"c2VjcmV0\",\"d\":\"AA\"}",
        "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----"
      })
  void aFileWithoutAPrivateKeyEndsTheStart(String text) throws Exception {
    String key = file(text);
    assertThatThrownBy(() -> tokens(SignedToken.SECRET, null, key, null))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("ONCUE_JWT_TICKET_KEY ");
  }

  @Test
  void aPublicKeyIsNoPrivateOneAndTheOtherWayRound() throws Exception {
    String open = publicPem(ticket);
    assertThatThrownBy(() -> tokens(SignedToken.SECRET, null, open, null))
        .hasMessageStartingWith("ONCUE_JWT_TICKET_KEY ");
    String closed = privatePem(ticket);
    assertThatThrownBy(() -> tokens(SignedToken.SECRET, null, null, closed))
        .hasMessageStartingWith("ONCUE_JWT_TICKET_KEYS ");
  }

  @Test
  void aCallOfAProcessToItselfIsTakenByNoOther() throws Exception {
    Tokens mine = vote();
    Caller priming =
        new Caller(
            StreamId.SCRATCH_TENANT,
            "priming-1",
            Set.of(Group.PRODUCER),
            null,
            Instant.ofEpochSecond(END));
    String own = mine.signOwnCall(priming);
    assertThat(mine.verify(own)).isEqualTo(priming);
    refuses(vote(), own, "signature");
    Caller somebody =
        new Caller("acme", "p", Set.of(Group.PRODUCER), null, Instant.ofEpochSecond(END));
    refuses(mine, mine.signOwnCall(somebody), "signature");
  }
}
