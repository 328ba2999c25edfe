package dev.oncue.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** An RSA key that a platform signs tokens with, by hand from RFC 7515. */
record PlatformKey(KeyPair keys) {
  static PlatformKey ofBits(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return new PlatformKey(generator.generateKeyPair());
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The member {@code n} of its JWK. */
  String modulus() {
    return base64(((RSAPublicKey) keys.getPublic()).getModulus().toByteArray());
  }

  /** A token whose signature is right by RS256, whatever its header says. */
  String sign(byte[] header, byte[] claims) throws GeneralSecurityException {
    String signed = base64(header) + '.' + base64(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(UTF_8));
    return signed + '.' + base64(signature.sign());
  }
}
