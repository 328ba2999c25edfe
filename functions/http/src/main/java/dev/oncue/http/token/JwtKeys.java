package dev.oncue.http.token;

import dev.oncue.http.settings.SettingException;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/** Reads the keys that tokens are verified with. */
final class JwtKeys {
  /** A token that says of itself that it is not signed: {"alg":"none"} and {}. */
  private static final String UNSIGNED = "eyJhbGciOiJub25lIn0.e30.";

  private static final Set<String> CERTIFICATES = Set.of("x5c", "x5t", "x5t#S256", "x5u");
  private static final int MIN_RSA_BITS = 2048;

  private JwtKeys() {}

  /** What verifies, and signs where a secret is given. */
  static JWTAuth load(Vertx vertx, TokenConfig config) {
    JWTAuth keys;
    try {
      keys = JWTAuth.create(vertx, read(config));
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

  static JWTAuthOptions read(TokenConfig config) {
    // Times are judged where the other claims are, by the same rules for all tokens.
    JWTAuthOptions options =
        new JWTAuthOptions()
            .setJWTOptions(new JWTOptions().setIgnoreExpiration(true).setLeeway(Integer.MAX_VALUE));
    if (config.secret().isEmpty() && config.keys().isEmpty()) {
      throw new SettingException("ONCUE_JWT_SECRET", "must be given (or ONCUE_JWT_KEYS)");
    }
    config.secret().ifPresent(text -> addSecret(options, text));
    config.keys().ifPresent(file -> addPublicKeys(options, file));
    return options;
  }

  private static void addSecret(JWTAuthOptions options, String secret) {
    options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret));
  }

  private static void addPublicKeys(JWTAuthOptions options, String file) {
    String text = text(file);
    if (text.startsWith("-----BEGIN PUBLIC KEY-----")) {
      requireLong(bitsOfPem(text));
      options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("RS256").setBuffer(text));
      return;
    }
    try {
      for (Object key : new JsonObject(text).getJsonArray("keys")) {
        addJwk(options, (JsonObject) Objects.requireNonNull(key));
      }
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException e) {
      throw noKeys();
    }
  }

  private static void addJwk(JWTAuthOptions options, JsonObject key) {
    if (!"sig".equals(key.getString("use", "sig"))) {
      // Identity providers list keys for encryption, too (RFC 7517, section 4.2).
      return;
    }
    if ("RSA".equals(key.getString("kty"))) {
      byte[] modulus = Base64.getUrlDecoder().decode(key.getString("n"));
      requireLong(new BigInteger(1, modulus).bitLength());
    }
    JsonObject plain = key.copy();
    // The key itself is trusted, since the file is: a certificate of it adds nothing, and would
    // end.
    CERTIFICATES.forEach(plain::remove);
    options.addJwk(plain);
  }

  private static int bitsOfPem(String text) {
    try {
      String base64 = text.replaceAll("-----[A-Z ]+-----", "");
      KeySpec spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
      return ((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec))
          .getModulus()
          .bitLength();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw noKeys();
    }
  }

  /** RFC 7518, section 3.3. */
  private static void requireLong(int bits) {
    if (bits < MIN_RSA_BITS) {
      throw new SettingException(
          "ONCUE_JWT_KEYS", "has an RSA key of " + bits + " bits; it needs " + MIN_RSA_BITS);
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
