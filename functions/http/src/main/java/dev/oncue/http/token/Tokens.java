package dev.oncue.http.token;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.stream.StreamId;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens (JWT, RFC 7519) that callers bring, and signs those of viewers. The keys are
 * read at start: an HS256 secret, or public keys, or both; and the key of tickets, which is good
 * for viewers alone. Thread-safe.
 */
@Singleton
public final class Tokens {
  private static final String SCHEME = "Bearer ";

  private final @Nullable Hs256 secret;
  private final JwtKeys keys;

  /** Its secret is known to this process alone, for calls that it makes to itself. */
  private final Hs256 own = Hs256.ofThisProcess();

  private final TokenRules rules;
  private final Clock clock;

  /** The header of the last ticket, with its dot: most tickets have the same. */
  private volatile String ticketHeader = "no header begins like this";

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
    return payload == null ? verifyByLibrary(token) : caller(payload);
  }

  private Caller caller(byte[] payload) {
    try {
      return Claims.read(payload, rules).caller(clock.instant());
    } catch (IOException e) {
      throw Problem.UNAUTHORIZED.with("the token cannot be read");
    }
  }

  private Caller verifyByLibrary(String token) {
    TokenHeader.require(token);
    JWTAuth tickets = keys.tickets();
    if (tickets != null && token.startsWith(ticketHeader) && isSignedBy(tickets, token)) {
      return ticket(token);
    }
    if (isSignedBy(keys.platform(), token)) {
      return caller(payload(token));
    }
    if (tickets != null && isSignedBy(tickets, token)) {
      ticketHeader = token.substring(0, token.indexOf('.') + 1);
      return ticket(token);
    }
    return ownCall(token);
  }

  private static boolean isSignedBy(JWTAuth keys, String token) {
    try {
      // Keys lie in memory, so the future is complete when it comes back.
      return keys.authenticate(new TokenCredentials(token)).succeeded();
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * As it was signed: the library's own reading of it may differ, such as where a claim stands
   * there twice.
   */
  private static byte[] payload(String token) {
    return Base64.getUrlDecoder()
        .decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')));
  }

  /** Who has the key of tickets may speak for viewers, and for nobody else. */
  private Caller ticket(String token) {
    Caller caller = caller(payload(token));
    if (!Set.of(Group.VIEWER).equals(caller.groups())) {
      throw Problem.UNAUTHORIZED.with(
          "the token's claim " + rules.groups() + ": a key of tickets signs for viewers alone");
    }
    if (caller.stream() == null) {
      throw Problem.UNAUTHORIZED.with(
          "the token's claim " + rules.stream() + ": a ticket names its stream");
    }
    return caller;
  }

  private Caller ownCall(String token) {
    byte[] payload = own.payload(token);
    Caller caller = payload == null ? null : caller(payload);
    if (caller == null || !caller.tenant().equals(StreamId.SCRATCH_TENANT)) {
      throw Problem.UNAUTHORIZED.with(
          "the token's signature: no key of this engine verifies it, or it cannot be read");
    }
    return caller;
  }

  /**
   * Signs a ticket.
   *
   * @param viewer whom it shall speak for, in which stream, and until when
   * @throws ProblemException forbidden, when this engine has public keys only
   */
  String signTicket(Caller viewer) {
    if (keys.tickets() != null && keys.ticketAlgorithm() != null) {
      return keys.tickets()
          .generateToken(claims(viewer), new JWTOptions().setAlgorithm(keys.ticketAlgorithm()));
    }
    return sign(viewer);
  }

  /**
   * Signs a token that this engine takes, with its secret.
   *
   * @param caller whom it shall speak for, and until when
   * @throws ProblemException forbidden, when this engine has public keys only
   */
  public String sign(Caller caller) {
    if (secret == null) {
      throw Problem.FORBIDDEN.with(
          "this engine has no key to sign with; give it ONCUE_JWT_TICKET_KEY for tickets, or ask"
              + " the platform");
    }
    return keys.platform().generateToken(claims(caller));
  }

  /**
   * Signs a token for a call that this process makes to itself. No other process takes it, unless
   * they share a secret.
   *
   * @param caller of the scratch tenant
   */
  public String signOwnCall(Caller caller) {
    // With the secret where there is one: then the calls run what viewers' calls run.
    return secret == null ? own.sign(claims(caller)) : sign(caller);
  }

  private JsonObject claims(Caller caller) {
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
    return claims;
  }
}
