package dev.oncue.http.token;

import dev.oncue.http.settings.SettingException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that tokens are verified with. Thread-safe.
 *
 * @param platform verifies whatever the platform signs, and signs where a secret is given
 * @param tickets verifies tickets, and signs them where their private key is given; {@code null}:
 *     they have no key of their own
 * @param ticketAlgorithm what tickets are signed with; {@code null}: their key is not here
 */
record JwtKeys(JWTAuth platform, @Nullable JWTAuth tickets, @Nullable String ticketAlgorithm) {
  /** A token that says of itself that it is not signed: {"alg":"none"} and {}. */
  private static final String UNSIGNED = "eyJhbGciOiJub25lIn0.e30.";

  private static final String KEYS = "ONCUE_JWT_KEYS";
  private static final String TICKET_KEY = "ONCUE_JWT_TICKET_KEY";
  private static final String TICKET_KEYS = "ONCUE_JWT_TICKET_KEYS";

  /** Reads them from where settings say. */
  static JwtKeys load(Vertx vertx, TokenConfig config) {
    if (config.secret().isEmpty() && config.keys().isEmpty()) {
      throw new SettingException("ONCUE_JWT_SECRET", "must be given (or ONCUE_JWT_KEYS)");
    }
    JWTAuthOptions options = options();
    config
        .secret()
        .ifPresent(
            text ->
                options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(text)));
    Set<String> known = new HashSet<>();
    KeyFile file = config.keys().map(path -> KeyFile.ofPublicKeys(KEYS, path)).orElse(null);
    if (file != null) {
      known.addAll(file.addPublicKeys(options));
    }
    // A secret of any bytes is good; what cannot be read here came out of the file.
    JWTAuth platform =
        create(vertx, options, file == null ? new KeyFile(KEYS, "must be given", "") : file);
    return withTickets(vertx, config, platform, known);
  }

  private static JwtKeys withTickets(
      Vertx vertx, TokenConfig config, JWTAuth platform, Set<String> known) {
    KeyFile privateKey =
        config.ticketKey().map(path -> KeyFile.ofPrivateKey(TICKET_KEY, path)).orElse(null);
    KeyFile publicKeys =
        config.ticketKeys().map(path -> KeyFile.ofPublicKeys(TICKET_KEYS, path)).orElse(null);
    JWTAuthOptions options = options();
    String algorithm = null;
    if (publicKeys != null) {
      requireOther(publicKeys.addPublicKeys(options), known, TICKET_KEYS);
    }
    if (privateKey != null) {
      KeyFile.Signer signer = privateKey.addPrivateKey(options);
      requireOther(Set.of(signer.identity()), known, TICKET_KEY);
      algorithm = signer.algorithm();
    }
    KeyFile file = privateKey == null ? publicKeys : privateKey;
    if (file == null) {
      return new JwtKeys(platform, null, null);
    }
    JWTAuth tickets = create(vertx, options, file);
    requireSigning(tickets, algorithm, file);
    return new JwtKeys(platform, tickets, algorithm);
  }

  /** Times are judged where the other claims are, by the same rules for all tokens. */
  private static JWTAuthOptions options() {
    return new JWTAuthOptions()
        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true).setLeeway(Integer.MAX_VALUE));
  }

  private static JWTAuth create(Vertx vertx, JWTAuthOptions options, KeyFile file) {
    JWTAuth keys;
    try {
      keys = JWTAuth.create(vertx, options);
    } catch (RuntimeException e) {
      throw file.unusable();
    }
    // Vert.x passes over keys that it cannot use, and where none is left it takes that for leave to
    // accept tokens that nobody signed.
    if (keys.authenticate(new TokenCredentials(UNSIGNED)).succeeded()) {
      throw file.unusable();
    }
    return keys;
  }

  /** A key that is the platform's, too, would sign producers. */
  private static void requireOther(Set<String> keys, Set<String> known, String setting) {
    if (keys.stream().anyMatch(known::contains)) {
      throw new SettingException(setting, "must be no key that is in " + KEYS);
    }
  }

  private static void requireSigning(JWTAuth tickets, @Nullable String algorithm, KeyFile file) {
    if (algorithm == null) {
      return;
    }
    try {
      String token =
          tickets.generateToken(new JsonObject(), new JWTOptions().setAlgorithm(algorithm));
      if (tickets.authenticate(new TokenCredentials(token)).succeeded()) {
        return;
      }
    } catch (RuntimeException e) {
      // Falls through to the same rule.
    }
    throw file.unusable();
  }
}
