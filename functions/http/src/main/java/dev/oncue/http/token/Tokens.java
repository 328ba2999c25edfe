package dev.oncue.http.token;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens (JWT, RFC 7519) that callers bring, and signs those of viewers. The keys are
 * read at start: an HS256 secret, or public keys, or both. Thread-safe.
 */
@Singleton
public final class Tokens {
  private static final String SCHEME = "Bearer ";

  private final @Nullable Hs256 secret;
  private final JWTAuth keys;
  private final TokenRules rules;
  private final Clock clock;

  @Inject
  Tokens(Vertx vertx, TokenConfig config, Clock clock) {
    this.keys = JwtKeys.load(vertx, config);
    this.secret =
        config.secret().map(text -> new Hs256(text.getBytes(StandardCharsets.UTF_8))).orElse(null);
    this.rules = TokenRules.of(config);
    this.clock = clock;
  }

  /**
   * Who an {@code Authorization} header speaks for.
   *
   * @throws ProblemException unauthorized
   */
  public Caller caller(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.UNAUTHORIZED.with("send a header Authorization: Bearer <token>");
    }
    return verify(authorization.substring(SCHEME.length()).trim());
  }

  /**
   * Who a token speaks for.
   *
   * @throws ProblemException unauthorized
   */
  public Caller verify(String token) {
    byte[] payload = secret == null ? null : secret.payload(token);
    try {
      return Claims.read(payload == null ? payloadByLibrary(token) : payload, rules)
          .caller(clock.instant());
    } catch (IOException e) {
      throw Problem.UNAUTHORIZED.with("the token cannot be read");
    }
  }

  private byte[] payloadByLibrary(String token) {
    TokenHeader.require(token);
    Future<User> user;
    try {
      // Keys lie in memory, so the future is complete when it comes back.
      user = keys.authenticate(new TokenCredentials(token));
    } catch (RuntimeException e) {
      throw Problem.UNAUTHORIZED.with("the token cannot be read");
    }
    if (!user.succeeded()) {
      throw Problem.UNAUTHORIZED.with(
          "the token's signature: no key of this engine verifies it, or it cannot be read");
    }
    // As they were signed: the library's own reading of them may differ, such as where a claim
    // stands there twice.
    return Base64.getUrlDecoder()
        .decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')));
  }

  /**
   * Signs a token that this engine takes.
   *
   * @param caller whom it shall speak for, and until when
   * @throws ProblemException forbidden, when this engine has public keys only
   */
  public String sign(Caller caller) {
    if (secret == null) {
      throw Problem.FORBIDDEN.with("this engine has no secret to sign with; ask the platform");
    }
    JsonArray groups = new JsonArray();
    caller.groups().forEach(group -> groups.add(group.word()));
    JsonObject claims =
        new JsonObject()
            .put(rules.viewer(), caller.name())
            .put(rules.groups(), groups)
            .put(rules.tenant(), caller.tenant())
            .put(TokenRules.EXPIRES_AT, caller.expiresAt().getEpochSecond());
    if (caller.stream() != null) {
      claims.put(rules.stream(), caller.stream());
    }
    if (rules.issuer() != null) {
      claims.put(TokenRules.ISSUER, rules.issuer());
    }
    if (rules.audience() != null) {
      claims.put(TokenRules.AUDIENCE, rules.audience());
    }
    return keys.generateToken(claims);
  }
}
