package dev.oncue.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.json.Json;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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
  private static final Group[] GROUPS = Group.values();

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
    JsonNode claims = secret == null ? null : secret.claims(token);
    return caller(claims == null ? claimsByLibrary(token) : claims);
  }

  private JsonNode claimsByLibrary(String token) {
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
    try {
      return Json.tree(user.result().attributes().getJsonObject(CLAIMS).toBuffer().getBytes());
    } catch (IOException e) {
      throw Problem.UNAUTHORIZED.with("the token cannot be read");
    }
  }

  private Caller caller(JsonNode claims) {
    requireNow(claims);
    String name = text(claims, "sub", null);
    String tenant = text(claims, "tenant", StreamId.DEFAULT_TENANT);
    String stream = text(claims, "stream", null);
    if (!Name.isValid(name) || !Name.isValid(tenant) || (stream != null && !Name.isValid(stream))) {
      throw Problem.UNAUTHORIZED.with("the token's claims sub, tenant and stream " + Name.RULE);
    }
    return new Caller(tenant, name, groups(claims.path("groups")), stream);
  }

  /** RFC 7519, sections 4.1.4 to 4.1.6, without leeway. */
  private void requireNow(JsonNode claims) {
    long now = clock.instant().getEpochSecond();
    if (!claims.path("exp").isNumber()) {
      throw Problem.UNAUTHORIZED.with("the token has no claim exp");
    }
    if (now >= claims.path("exp").longValue()
        || now < number(claims, "nbf")
        || now < number(claims, "iat")) {
      throw Problem.UNAUTHORIZED.with("the token is not valid, or no longer");
    }
  }

  private static long number(JsonNode claims, String claim) {
    JsonNode value = claims.path(claim);
    if (!value.isNumber() && !value.isMissingNode()) {
      throw wrongType();
    }
    return value.longValue();
  }

  private static String text(JsonNode claims, String claim, String fallback) {
    JsonNode value = claims.path(claim);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isTextual() && !value.isNull()) {
      throw wrongType();
    }
    return value.textValue();
  }

  private static Set<Group> groups(JsonNode words) {
    if (!words.isArray() && !words.isMissingNode() && !words.isNull()) {
      throw wrongType();
    }
    Set<Group> groups = EnumSet.noneOf(Group.class);
    for (JsonNode word : words) {
      for (Group group : GROUPS) {
        if (group.word().equals(word.textValue())) {
          groups.add(group);
        }
      }
    }
    return groups;
  }

  private static ProblemException wrongType() {
    return Problem.UNAUTHORIZED.with("a claim of the token has the wrong type");
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
