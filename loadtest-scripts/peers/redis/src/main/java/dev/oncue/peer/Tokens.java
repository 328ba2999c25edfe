package dev.oncue.peer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the tokens that callers bring. */
@Singleton
final class Tokens {
  private static final String SCHEME = "Bearer ";

  private final JWTAuth keys;
  private final boolean verifies;

  @Inject
  Tokens(
      Vertx vertx,
      @ConfigProperty(name = "peer.jwt-secret") String secret,
      @ConfigProperty(name = "peer.verify-tokens", defaultValue = "true") boolean verifies) {
    PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret);
    this.keys = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
    this.verifies = verifies;
  }

  /** Who an {@code Authorization} header speaks for. */
  Caller caller(String authorization) {
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      throw Problem.UNAUTHORIZED.exception();
    }
    String token = authorization.substring(SCHEME.length());
    try {
      return Caller.of(verifies ? verified(token) : decoded(token));
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      throw Problem.UNAUTHORIZED.exception();
    }
  }

  private JsonObject verified(String token) {
    // The key lies in memory, so the future is complete when it comes back.
    Future<User> user = keys.authenticate(new TokenCredentials(token));
    if (!user.succeeded()) {
      throw Problem.UNAUTHORIZED.exception();
    }
    return user.result().attributes().getJsonObject("accessToken");
  }

  /** For a measurement without what verifying costs; takes every token that can be read. */
  private static JsonObject decoded(String token) {
    String claims = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(claims)));
  }
}
