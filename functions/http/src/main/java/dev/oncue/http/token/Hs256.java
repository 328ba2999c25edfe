package dev.oncue.http.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signatures of the tokens that nearly all callers bring, signed with the one secret
 * and with nothing in their header but that (RFC 7515, section 5.2; RFC 7518, section 3.2). It
 * knows no other token, and never says that one is bad: whatever it does not verify is for the
 * library, which costs a vote three times as much. Thread-safe.
 */
final class Hs256 {
  private static final String HEADER = "{\"alg\":\"HS256\"}";
  private static final int SECRET_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";
  private static final Set<String> PLAIN = Set.of("alg", "typ");

  private final Mac mac;

  /** The header that was last found to be plain, as it stands in a token; empty: none yet. */
  private volatile byte[] plain = {};

  Hs256(byte[] secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With a secret that nobody else knows. */
  static Hs256 ofThisProcess() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new Hs256(secret);
  }

  /** A token with these claims. */
  String sign(JsonObject claims) {
    String signed = encoded(HEADER) + '.' + encoded(claims.encode());
    Mac own = clone(mac);
    byte[] signature = own.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The payload of a token whose signature is right; {@code null}: ask the library. */
  byte @Nullable [] payload(String token) {
    int head = token.indexOf('.');
    int payload = token.indexOf('.', head + 1);
    if (head <= 0 || payload < 0 || token.indexOf('.', payload + 1) >= 0) {
      return null;
    }
    byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
    try {
      return isPlain(bytes, head) && isSigned(bytes, payload)
          ? decoded(bytes, head + 1, payload)
          : null;
    } catch (IOException | IllegalArgumentException unreadable) {
      return null;
    }
  }

  private boolean isPlain(byte[] token, int head) throws IOException {
    byte[] known = plain;
    if (Arrays.equals(known, 0, known.length, token, 0, head)) {
      return true;
    }
    JsonNode header = Json.tree(decoded(token, 0, head));
    boolean isPlain =
        header.isObject()
            && header.path("alg").asText().equals("HS256")
            && header.path("typ").asText("JWT").equals("JWT")
            && header.properties().stream().allMatch(field -> PLAIN.contains(field.getKey()));
    if (isPlain) {
      plain = Arrays.copyOf(token, head);
    }
    return isPlain;
  }

  private boolean isSigned(byte[] token, int end) {
    Mac own = clone(mac);
    own.update(token, 0, end);
    return MessageDigest.isEqual(own.doFinal(), decoded(token, end + 1, token.length));
  }

  /** One that starts with the key schedule done, and is nobody else's. */
  private static Mac clone(Mac mac) {
    try {
      return (Mac) mac.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] decoded(byte[] token, int from, int to) {
    return Base64.getUrlDecoder().decode(Arrays.copyOfRange(token, from, to));
  }
}
