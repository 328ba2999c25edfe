package dev.oncue.testbed.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private boolean signed = true;

  private SignedToken(String name, String... groups) {
    claim("sub", '"' + name + '"');
    claim(
        "groups",
        Stream.of(groups)
            .map(group -> '"' + group + '"')
            .collect(Collectors.joining(",", "[", "]")));
    claim("exp", Long.toString(Instant.now().getEpochSecond() + HOUR_SECONDS));
  }

  /** A token of some groups, or none, good for an hour. */
  public static SignedToken of(String name, String... groups) {
    return new SignedToken(name, groups);
  }

  /** A viewer's token. */
  public static SignedToken viewer(String name) {
    return of(name, "viewer");
  }

  /** A host's token. */
  public static SignedToken host() {
    return of("the-host", "host");
  }

  /** A producer's token. */
  public static SignedToken producer() {
    return of("the-producer", "producer");
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

  /** Ends at another instant, in seconds since the epoch. */
  public SignedToken expiresAt(long seconds) {
    return claim("exp", Long.toString(seconds));
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

  /** Says of itself that it is signed in another way than it is. */
  public SignedToken algorithm(String name) {
    algorithm = name;
    return this;
  }

  /** Says of itself that it is not signed, and is not. */
  public SignedToken unsigned() {
    signed = false;
    return algorithm("none");
  }

  /** The token alone. */
  public String text() {
    String payload =
        claims.entrySet().stream()
            .map(claim -> '"' + claim.getKey() + "\":" + claim.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    String content =
        base64(("{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}").getBytes(UTF_8))
            + '.'
            + base64(payload.getBytes(UTF_8));
    return content + '.' + (signed ? base64(signature(content)) : "");
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
