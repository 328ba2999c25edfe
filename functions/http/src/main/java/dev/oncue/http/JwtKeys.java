package dev.oncue.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the keys that tokens are verified with.
 *
 * <ul>
 *   <li>{@code ONCUE_JWT_SECRET}: an HS256 secret of at least 32 bytes (RFC 7518, section 3.2)
 *   <li>{@code ONCUE_JWT_KEYS}: a file with a JWKS (RFC 7517) or a PEM public key (RS256)
 * </ul>
 */
final class JwtKeys {
  private static final int MIN_SECRET_BYTES = 32;

  /** A token that says of itself that it is not signed: {"alg":"none"} and {}. */
  private static final String UNSIGNED = "eyJhbGciOiJub25lIn0.e30.";

  private JwtKeys() {}

  /** What verifies, and signs where a secret is given. */
  static JWTAuth load(Vertx vertx, Optional<String> secret, Optional<String> publicKeys) {
    JWTAuth keys;
    try {
      keys = JWTAuth.create(vertx, read(secret, publicKeys));
    } catch (SettingException e) {
      throw e;
    } catch (RuntimeException e) {
      // A secret of any bytes is good; what cannot be read here came out of the file.
      throw noKeys();
    }
    // Vert.x passes over keys that it cannot use, and where none is left it takes that for leave to
    // accept tokens that nobody signed.
    if (keys.authenticate(new TokenCredentials(UNSIGNED)).succeeded()) {
      throw noKeys();
    }
    return keys;
  }

  static JWTAuthOptions read(Optional<String> secret, Optional<String> publicKeys) {
    JWTAuthOptions options = new JWTAuthOptions();
    if (secret.isEmpty() && publicKeys.isEmpty()) {
      throw new SettingException("ONCUE_JWT_SECRET", "must be given (or ONCUE_JWT_KEYS)");
    }
    secret.ifPresent(text -> addSecret(options, text));
    publicKeys.ifPresent(file -> addPublicKeys(options, file));
    return options;
  }

  private static void addSecret(JWTAuthOptions options, String secret) {
    if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
      throw new SettingException("ONCUE_JWT_SECRET", "must have 32 bytes or more");
    }
    options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret));
  }

  private static void addPublicKeys(JWTAuthOptions options, String file) {
    String text = text(file);
    if (text.startsWith("-----BEGIN PUBLIC KEY-----")) {
      options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("RS256").setBuffer(text));
      return;
    }
    try {
      for (Object key : new JsonObject(text).getJsonArray("keys")) {
        options.addJwk((JsonObject) Objects.requireNonNull(key));
      }
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw noKeys();
    }
  }

  private static SettingException noKeys() {
    return new SettingException("ONCUE_JWT_KEYS", "must name a file with a JWKS or a PEM key");
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new SettingException("ONCUE_JWT_KEYS", "names a file that cannot be read: " + file);
    }
  }
}
