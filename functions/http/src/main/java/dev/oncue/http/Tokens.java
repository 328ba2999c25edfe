package dev.oncue.http;

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
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Verifies the tokens (JWT, RFC 7519) that callers bring, and signs those of viewers. The keys are
 * read at start: an HS256 secret, or public keys, or both. Thread-safe.
 */
@Singleton
public final class Tokens {
  private static final String SCHEME = "Bearer ";

  /** Where Vert.x puts the claims of a token that it has verified. */
  private static final String CLAIMS = "accessToken";

  private final Hs256 secret;
  private final JWTAuth keys;
  private final Clock clock;

  @Inject
  Tokens(
      Vertx vertx,
      @ConfigProperty(name = "oncue.jwt.secret") Optional<String> secret,
      @ConfigProperty(name = "oncue.jwt.keys") Optional<String> publicKeys,
      Clock clock) {
    this.keys = JwtKeys.load(vertx, secret, publicKeys);
    this.secret = secret.map(text -> new Hs256(text.getBytes(StandardCharsets.UTF_8))).orElse(null);
    this.clock = clock;
  }

  /**
   * Who an {@code Authorization} header speaks for.
   *
   * @throws ProblemException unauthorized
   */
  public Caller caller(String authorization) {
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
      return Claims.read(payload == null ? payloadByLibrary(token) : payload)
          .caller(clock.instant());
    } catch (IOException e) {
      throw Problem.UNAUTHORIZED.with("the token cannot be read");
    }
  }

  private byte[] payloadByLibrary(String token) {
    Future<User> user;
    try {
      // Keys lie in memory, so the future is complete when it comes back.
      user = keys.authenticate(new TokenCredentials(token));
    } catch (RuntimeException e) {
      throw Problem.UNAUTHORIZED.with("the token cannot be read");
    }
    if (!user.succeeded()) {
      throw Problem.UNAUTHORIZED.with("the token is not valid, or no longer");
    }
    return user.result().attributes().getJsonObject(CLAIMS).toBuffer().getBytes();
  }

  /**
   * Signs a token.
   *
   * @param caller whom it shall speak for
   * @param expiresAt when it ends, to the second
   * @throws ProblemException forbidden, when this engine has public keys only
   */
  public String sign(Caller caller, Instant expiresAt) {
    if (secret == null) {
      throw Problem.FORBIDDEN.with("this engine has no secret to sign with; ask the platform");
    }
    JsonArray groups = new JsonArray();
    caller.groups().forEach(group -> groups.add(group.word()));
    JsonObject claims =
        new JsonObject()
            .put("sub", caller.name())
            .put("groups", groups)
            .put("tenant", caller.tenant())
            .put("exp", expiresAt.getEpochSecond());
    if (caller.stream() != null) {
      claims.put("stream", caller.stream());
    }
    return keys.generateToken(claims);
  }
}
