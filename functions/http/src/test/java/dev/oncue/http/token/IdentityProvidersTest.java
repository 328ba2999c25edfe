package dev.oncue.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.TestSettings;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens and key sets of the shape that identity providers document, with the settings that
 * functions/README.md names for each of them.
 */
class IdentityProvidersTest {
  private final long now = Instant.now().getEpochSecond();
  private Vertx vertx;
  private PlatformKey platform;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    platform = PlatformKey.ofBits(2048);
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Caller caller(String key, String header, String claims, Map<String, String> settings)
      throws Exception {
    Path jwks =
        Files.writeString(
            folder.resolve("jwks.json"),
            key.replace('\'', '"').replace("<n>", platform.modulus()).replace("<e>", "AQAB"));
    Map<String, String> given = new HashMap<>(settings);
    given.put("oncue.jwt.keys", jwks.toString());
    Tokens tokens = new Tokens(vertx, TestSettings.of(TokenConfig.class, given), Clock.systemUTC());
    return tokens.verify(signed(header, claims));
  }

  private String signed(String header, String claims) throws Exception {
    String times = claims.replace("<now>", "" + now).replace("<end>", "" + (now + 3600));
    return platform.sign(json(header), json(times));
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  private Caller expected(String tenant, String viewer, Group... groups) {
    return new Caller(tenant, viewer, Set.of(groups), null, Instant.ofEpochSecond(now + 3600));
  }

  @Test
  void auth0() throws Exception {
    assertThat(
            caller(
                """
                {'keys':[{'kty':'RSA','use':'sig','n':'<n>','e':'<e>','kid':'NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4',
                  'x5t':'NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4','x5c':['MIIDDTCCAfWgAwIBAgIJ'],'alg':'RS256'}]}
                """,
                "{'alg':'RS256','typ':'JWT','kid':'NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4'}",
                """
                {'https://oncue.example/groups':['viewer'],'iss':'https://tv.eu.auth0.com/',
                  'sub':'auth0|64f0c0ffee','aud':['https://oncue.example','https://tv.eu.auth0.com/userinfo'],
                  'iat':<now>,'exp':<end>,'scope':'openid profile','azp':'my-client','permissions':[]}
                """,
                Map.of(
                    "oncue.jwt.issuer", "https://tv.eu.auth0.com/",
                    "oncue.jwt.audience", "https://oncue.example",
                    "oncue.jwt.claim.groups", "https://oncue.example/groups")))
        .isEqualTo(expected("default", "auth0|64f0c0ffee", Group.VIEWER));
  }

  @Test
  void keycloak() throws Exception {
    assertThat(
            caller(
                """
                {'keys':[{'kid':'enc-1','kty':'RSA','alg':'RSA-OAEP','use':'enc','n':'<n>','e':'<e>'},
                  {'kid':'sig-1','kty':'RSA','alg':'RS256','use':'sig','n':'<n>','e':'<e>','x5c':['MII'],
                    'x5t':'t','x5t#S256':'t'}]}
                """,
                "{'alg':'RS256','typ':'JWT','kid':'sig-1'}",
                """
                {'exp':<end>,'iat':<now>,'auth_time':<now>,'jti':'onrtac:2f','iss':'https://id.example/realms/tv',
                  'aud':['oncue','account'],'sub':'f:8a1c:ann+tv@example.org','typ':'Bearer','azp':'tv-app',
                  'acr':'1','realm_access':{'roles':['offline_access','host','viewer']},
                  'resource_access':{'account':{'roles':['producer']}},'scope':'openid email'}
                """,
                Map.of(
                    "oncue.jwt.issuer", "https://id.example/realms/tv",
                    "oncue.jwt.audience", "oncue",
                    "oncue.jwt.claim.groups", "realm_access.roles")))
        .isEqualTo(expected("default", "f:8a1c:ann+tv@example.org", Group.HOST, Group.VIEWER));
  }

  /** The id token, which has an audience; Cognito's access token has none. */
  @Test
  void cognito() throws Exception {
    assertThat(
            caller(
                """
                {'keys':[{'alg':'RS256','e':'<e>','kid':'abcdefghijklmnopqrsexample=','kty':'RSA','n':'<n>',
                  'use':'sig'}]}
                """,
                "{'kid':'abcdefghijklmnopqrsexample=','alg':'RS256'}",
                """
                {'sub':'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee','cognito:groups':['viewer'],'email_verified':true,
                  'iss':'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example',
                  'cognito:username':'ann','aud':'1example23456789','token_use':'id','auth_time':<now>,
                  'exp':<end>,'iat':<now>,'email':'ann@example.org'}
                """,
                Map.of(
                    "oncue.jwt.issuer",
                        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example",
                    "oncue.jwt.audience", "1example23456789",
                    "oncue.jwt.claim.groups", "cognito:groups")))
        .isEqualTo(expected("default", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", Group.VIEWER));
  }

  /** With a custom claim {@code groups}, which the Admin SDK sets; the tenant is the project. */
  @Test
  void firebase() throws Exception {
    assertThat(
            caller(
                """
                {'keys':[{'kid':'1234','e':'<e>','alg':'RS256','kty':'RSA','n':'<n>','use':'sig'}]}
                """,
                "{'alg':'RS256','kid':'1234','typ':'JWT'}",
                """
                {'groups':['viewer'],'iss':'https://securetoken.google.com/tv-show','aud':'tv-show',
                  'auth_time':<now>,'user_id':'k7Xq','sub':'k7Xq','iat':<now>,'exp':<end>,
                  'phone_number':'+15550100','firebase':{'identities':{'phone':['+15550100']},
                    'sign_in_provider':'phone'}}
                """,
                Map.of(
                    "oncue.jwt.issuer", "https://securetoken.google.com/tv-show",
                    "oncue.jwt.audience", "tv-show",
                    "oncue.jwt.claim.tenant", "aud")))
        .isEqualTo(expected("tv-show", "k7Xq", Group.VIEWER));
  }
}
