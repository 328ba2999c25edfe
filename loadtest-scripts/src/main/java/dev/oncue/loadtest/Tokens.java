package dev.oncue.loadtest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens (HS256). Not thread-safe. */
public final class Tokens {
  /** How long a token is good: for the longest run, and two hours. */
  private static final Duration LIFE = Duration.ofHours(26);

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final Mac mac;

  /** Signs with a secret of 32 bytes or more. */
  public Tokens(byte[] secret) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A viewer's token. */
  public String viewer(String id) {
    return sign(id, "viewer");
  }

  /** A producer's token. */
  public String producer(String name) {
    return sign(name, "producer");
  }

  private String sign(String subject, String group) {
    long expires = Instant.now().plus(LIFE).getEpochSecond();
    return sign(Json.text(Map.of("sub", subject, "groups", List.of(group), "exp", expires)));
  }

  /** A token with these claims, which are JSON. */
  public String sign(String claims) {
    String signed = HEADER + '.' + base64(claims);
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + BASE64.encodeToString(signature);
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
