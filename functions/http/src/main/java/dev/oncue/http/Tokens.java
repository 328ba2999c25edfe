package dev.oncue.http;

import dev.oncue.stream.Name;
import dev.oncue.stream.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
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

  private final JWTAuth keys;
  private final boolean signs;

  @Inject
  Tokens(
      Vertx vertx,
      @ConfigProperty(name = "oncue.jwt.secret") Optional<String> secret,
      @ConfigProperty(name = "oncue.jwt.keys") Optional<String> publicKeys) {
    this.keys = JwtKeys.load(vertx, secret, publicKeys);
    this.signs = secret.isPresent();
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
    JsonObject claims = claims(token);
    try {
      return caller(claims);
    } catch (ClassCastException e) {
      throw Problem.UNAUTHORIZED.with("a claim of the token has the wrong type");
    }
  }

  private JsonObject claims(String token) {
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
    return user.result().attributes().getJsonObject(CLAIMS);
  }

  private static Caller caller(JsonObject claims) {
    if (!(claims.getValue("exp") instanceof Number)) {
      throw Problem.UNAUTHORIZED.with("the token has no claim exp");
    }
    // Not getString, which takes numbers for strings.
    String name = (String) claims.getValue("sub");
    String tenant = (String) claims.getValue("tenant", StreamId.DEFAULT_TENANT);
    String stream = (String) claims.getValue("stream");
    if (!Name.isValid(name) || !Name.isValid(tenant) || (stream != null && !Name.isValid(stream))) {
      throw Problem.UNAUTHORIZED.with("the token's claims sub, tenant and stream " + Name.RULE);
    }
    return new Caller(tenant, name, groups(claims.getJsonArray("groups")), stream);
  }

  private static Set<Group> groups(JsonArray words) {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    for (Group group : Group.values()) {
      if (words != null && words.contains(group.word())) {
        groups.add(group);
      }
    }
    return groups;
  }

  /**
   * Signs a token.
   *
   * @param caller whom it shall speak for
   * @param expiresAt when it ends, to the second
   * @throws ProblemException forbidden, when this engine has public keys only
   */
  public String sign(Caller caller, Instant expiresAt) {
    if (!signs) {
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
