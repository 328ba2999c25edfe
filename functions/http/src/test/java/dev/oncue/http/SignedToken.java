package dev.oncue.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens as a platform signs them, made by hand from RFC 7515 and not by the code under test. Claim
 * values are JSON.
 */
public final class SignedToken {
  /** The secret of every function under test. */
  public static final String SECRET = "a secret for tests, longer than 32 bytes";

  private static final long HOUR_SECONDS = 3600;

  private final Map<String, String> claims = new LinkedHashMap<>();
  private String secret = SECRET;
  private String algorithm = "HS256";

  private SignedToken(String name, String group) {
    claim("sub", '"' + name + '"');
    claim("groups", "[\"" + group + "\"]");
    claim("exp", Long.toString(Instant.now().getEpochSecond() + HOUR_SECONDS));
  }

  /** A viewer's token. */
  public static SignedToken viewer(String name) {
    return new SignedToken(name, "viewer");
  }

  /** A host's token. */
  public static SignedToken host() {
    return new SignedToken("the-host", "host");
  }

  /** A producer's token. */
  public static SignedToken producer() {
    return new SignedToken("the-producer", "producer");
  }

  /** Sets a claim to a JSON value; {@code null} takes it away. */
  public SignedToken claim(String name, String json) {
    if (json == null) {
      claims.remove(name);
    } else {
      claims.put(name, json);
    }
    return this;
  }

  /** For another tenant than the default one. */
  public SignedToken tenant(String name) {
    return claim("tenant", '"' + name + '"');
  }

  /** Good for one stream alone. */
  public SignedToken stream(String name) {
    return claim("stream", '"' + name + '"');
  }

  /** Signed with another secret. */
  public SignedToken signedWith(String other) {
    secret = other;
    return this;
  }

  /** Says of itself that it is not signed, and is not. */
  public SignedToken unsigned() {
    algorithm = "none";
    return this;
  }

  /** The token alone. */
  public String text() {
    String payload =
        claims.entrySet().stream()
            .map(claim -> '"' + claim.getKey() + "\":" + claim.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    String signed =
        base64(("{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}").getBytes(UTF_8))
            + '.'
            + base64(payload.getBytes(UTF_8));
    return signed + '.' + (algorithm.equals("none") ? "" : base64(signature(signed)));
  }

  /** The value of the header {@code Authorization}. */
  public String bearer() {
    return "Bearer " + text();
  }

  private byte[] signature(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(signed.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
