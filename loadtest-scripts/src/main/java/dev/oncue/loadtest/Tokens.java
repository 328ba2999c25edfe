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
  /** How long a token is good where nothing else is said. */
  static final Duration LIFE = Duration.ofHours(2);

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final Mac mac;
  private final Duration life;

  /** Signs with a secret of {@value Secret#MIN_BYTES} bytes or more, good for two hours. */
  public Tokens(byte[] secret) {
    this(secret, LIFE);
  }

  /**
   * Signs with a secret of {@value Secret#MIN_BYTES} bytes or more.
   *
   * @param life how long a token is good, from when it is signed
   */
  public Tokens(byte[] secret, Duration life) {
    this.life = life;
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
    long expires = Instant.now().plus(life).getEpochSecond();
    String claims = Json.text(Map.of("sub", subject, "groups", List.of(group), "exp", expires));
    String signed = HEADER + '.' + base64(claims);
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + BASE64.encodeToString(signature);
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
