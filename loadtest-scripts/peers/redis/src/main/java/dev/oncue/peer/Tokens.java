package dev.oncue.peer;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the tokens that callers bring. */
@Singleton
final class Tokens {
  private static final String SCHEME = "Bearer ";

  private final JWTAuth keys;

  @Inject
  Tokens(Vertx vertx, @ConfigProperty(name = "peer.jwt-secret") String secret) {
    PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret);
    this.keys = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
  }

  /** The name of the caller, who must be in a group. */
  String require(String authorization, String group) {
    Problem.UNAUTHORIZED.unless(authorization != null && authorization.startsWith(SCHEME));
    try {
      // The key lies in memory, so the future is complete when it comes back.
      String token = authorization.substring(SCHEME.length());
      User user = keys.authenticate(new TokenCredentials(token)).result();
      Problem.UNAUTHORIZED.unless(user != null);
      JsonObject claims = user.attributes().getJsonObject("accessToken");
      String name = claims.getString("sub");
      JsonArray groups = claims.getJsonArray("groups");
      Problem.UNAUTHORIZED.unless(
          name != null && !name.isEmpty() && groups != null && claims.getLong("exp") != null);
      Problem.FORBIDDEN.unless(groups.contains(group));
      return name;
    } catch (ClassCastException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException e) {
      throw Problem.UNAUTHORIZED.exception();
    }
  }
}
