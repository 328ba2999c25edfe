package dev.oncue.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens as a platform does, and as nobody should. */
public final class TestTokens {
  /** The secret that the engine under test is given. */
  public static final String SECRET = "a secret of tests, and of tests alone";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final long TTL_SECONDS = 3_600;

  private TestTokens() {}

  /** A token of the default tenant. */
  public static String of(String sub, String... groups) {
    return sign(claims(sub, groups));
  }

  /** The claims of {@link #of}, to be changed. */
  public static JsonObject claims(String sub, String... groups) {
    JsonArray words = new JsonArray();
    for (String group : groups) {
      words.add(group);
    }
    return new JsonObject()
        .put("sub", sub)
        .put("groups", words)
        .put("exp", Instant.now().getEpochSecond() + TTL_SECONDS);
  }

  /** A token with these claims, signed with the engine's secret. */
  public static String sign(JsonObject claims) {
    return sign(new JsonObject().put("alg", "HS256").put("typ", "JWT"), claims, SECRET);
  }

  /** A token with this header and these claims, signed (HMAC with SHA-256) with any secret. */
  public static String sign(JsonObject header, JsonObject claims, String secret) {
    String signed = encode(header) + '.' + encode(claims);
    return signed + '.' + BASE64.encodeToString(mac(signed, secret));
  }

  /** A token that says that it needs no signature. */
  public static String unsigned(JsonObject claims) {
    return encode(new JsonObject().put("alg", "none").put("typ", "JWT"))
        + '.'
        + encode(claims)
        + '.';
  }

  private static String encode(JsonObject part) {
    return BASE64.encodeToString(part.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(String text, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
