package dev.oncue.local.feed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs tokens as a platform does, with nothing but the secret.
 *
 * @param secret the HS256 secret
 */
public record TokenSigner(String secret) {
  private static final Duration TTL = Duration.ofHours(1);

  /** A viewer of the default tenant. */
  public String viewer(String name) {
    return sign(name, "viewer", "");
  }

  /** A host of the default tenant. */
  public String host() {
    return sign("a-host", "host", "");
  }

  /** A producer of the default tenant. */
  public String producer() {
    return sign("a-producer", "producer", "");
  }

  /**
   * Any token that is good for an hour.
   *
   * @param more further claims as JSON, each after a comma
   */
  public String sign(String sub, String group, String more) {
    long expiresAt = Instant.now().plus(TTL).getEpochSecond();
    return signClaims(
        "{\"sub\":\"%s\",\"groups\":[\"%s\"],\"exp\":%d%s}".formatted(sub, group, expiresAt, more));
  }

  /** A token with just these claims. */
  public String signClaims(String claims) {
    String text = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + '.' + base64(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
      return text + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
