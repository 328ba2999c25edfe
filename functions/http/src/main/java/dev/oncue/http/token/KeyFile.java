package dev.oncue.http.token;

import dev.oncue.http.settings.SettingException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A file with keys that a setting names. What it adds is what the library then verifies with, or
 * signs with. For one thread.
 *
 * @param setting the setting's name, for errors
 * @param rule what the file must be
 * @param text the file's content
 */
record KeyFile(String setting, String rule, String text) {
  private static final Set<String> CERTIFICATES = Set.of("x5c", "x5t", "x5t#S256", "x5u");
  private static final String PUBLIC = "-----BEGIN PUBLIC KEY-----";
  private static final String PRIVATE = "-----BEGIN PRIVATE KEY-----";
  private static final int MIN_RSA_BITS = 2048;

  /** Of public keys. */
  static KeyFile ofPublicKeys(String setting, String file) {
    return read(setting, "must name a file with a JWKS or a PEM key", file);
  }

  /** Of a private key. */
  static KeyFile ofPrivateKey(String setting, String file) {
    return read(setting, "must name a file with a private key, as PEM (RSA, PKCS #8) or JWK", file);
  }

  private static KeyFile read(String setting, String rule, String file) {
    try {
      return new KeyFile(setting, rule, Files.readString(Path.of(file)).strip());
    } catch (IOException | InvalidPathException e) {
      throw new SettingException(setting, "names a file that cannot be read: " + file);
    }
  }

  /**
   * Adds its public keys.
   *
   * @return what tells each from other keys: the modulus, or the point of a curve
   */
  Set<String> addPublicKeys(JWTAuthOptions options) {
    Set<String> added = new HashSet<>();
    if (text.startsWith(PUBLIC)) {
      RSAPublicKey key = publicKey();
      options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("RS256").setBuffer(text));
      added.add(identity(requireLong(key.getModulus())));
      return added;
    }
    try {
      for (Object key : new JsonObject(text).getJsonArray("keys")) {
        JsonObject jwk = (JsonObject) Objects.requireNonNull(key);
        // Identity providers list keys for encryption, too (RFC 7517, section 4.2).
        if ("sig".equals(jwk.getString("use", "sig"))) {
          added.add(addJwk(options, jwk));
        }
      }
      return added;
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException e) {
      throw unusable();
    }
  }

  /**
   * Adds its private key, and the public one that belongs to it.
   *
   * @return the algorithm that it signs with, and what tells the key from others
   */
  Signer addPrivateKey(JWTAuthOptions options) {
    try {
      if (text.startsWith(PRIVATE)) {
        return addPrivatePem(options);
      }
      JsonObject jwk = new JsonObject(text);
      if ("oct".equals(jwk.getString("kty"))) {
        // Who verifies could sign, too.
        throw unusable();
      }
      return new Signer(
          Objects.requireNonNull(jwk.getString("alg")),
          addJwk(options, jwk.put("d", Objects.requireNonNull(jwk.getString("d")))));
    } catch (GeneralSecurityException
        | DecodeException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException e) {
      throw unusable();
    }
  }

  /** What a private key signs with, and what tells it from others. */
  record Signer(String algorithm, String identity) {}

  private Signer addPrivatePem(JWTAuthOptions options) throws GeneralSecurityException {
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    RSAPrivateCrtKey key =
        (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(decoded()));
    byte[] itsPublic =
        rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
            .getEncoded();
    String pem =
        PUBLIC
            + '\n'
            + Base64.getMimeEncoder().encodeToString(itsPublic)
            + "\n-----END PUBLIC KEY-----";
    options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("RS256").setBuffer(text));
    options.addPubSecKey(new PubSecKeyOptions().setAlgorithm("RS256").setBuffer(pem));
    return new Signer("RS256", identity(requireLong(key.getModulus())));
  }

  private String addJwk(JWTAuthOptions options, JsonObject key) {
    String identity = key.getString("x");
    if ("RSA".equals(key.getString("kty"))) {
      byte[] modulus = Base64.getUrlDecoder().decode(key.getString("n"));
      identity = identity(requireLong(new BigInteger(1, modulus)));
    }
    JsonObject plain = key.copy();
    // The key itself is trusted, since the file is: a certificate of it adds nothing, and would
    // end.
    CERTIFICATES.forEach(plain::remove);
    options.addJwk(plain);
    return String.valueOf(identity);
  }

  private RSAPublicKey publicKey() {
    try {
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(decoded()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable();
    }
  }

  private byte[] decoded() {
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }

  private static String identity(BigInteger modulus) {
    return modulus.toString(Character.MAX_RADIX);
  }

  /** RFC 7518, section 3.3. */
  private BigInteger requireLong(BigInteger modulus) {
    if (modulus.bitLength() < MIN_RSA_BITS) {
      throw new SettingException(
          setting, "has an RSA key of " + modulus.bitLength() + " bits; it needs " + MIN_RSA_BITS);
    }
    return modulus;
  }

  SettingException unusable() {
    return new SettingException(setting, rule);
  }
}
