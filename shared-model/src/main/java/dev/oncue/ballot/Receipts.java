package dev.oncue.ballot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of one poll: an HMAC-SHA256 (RFC 2104), cut to 128 bits, over viewer and ballot. A
 * receipt is proof that a ballot was counted: only who has the poll's key can make one, and it is
 * made after the ballot got in. It needs no storage of its own, since the same ballot gives the
 * same receipt. Thread-safe.
 */
public final class Receipts {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int RECEIPT_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String key;
  private final Mac mac;

  /**
   * @param key 32 bytes in base64url
   */
  public Receipts(String key) {
    this.key = key;
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(key), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Receipts under a new random key. */
  public static Receipts withNewKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return new Receipts(base64(key, KEY_BYTES));
  }

  /** The key, to be kept where the poll is kept and shown to nobody. */
  public String key() {
    return key;
  }

  /** The receipt for a viewer's ballot: 22 characters of base64url. */
  public String sign(String viewer, Ballot ballot) {
    // A clone starts with the key schedule done, and makes this method free of locks.
    return base64(clone(mac).doFinal(bytes(viewer, ballot)), RECEIPT_BYTES);
  }

  /** Viewer, NUL, options, cast time; numbers big-endian. */
  private static byte[] bytes(String viewer, Ballot ballot) {
    byte[] name = viewer.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(name.length + 1 + Integer.BYTES + Long.BYTES)
        .put(name)
        .put((byte) 0)
        .putInt(ballot.options())
        .putLong(ballot.castAt())
        .array();
  }

  private static Mac clone(Mac mac) {
    try {
      return (Mac) mac.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes, int length) {
    byte[] head = Arrays.copyOf(bytes, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(head);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Receipts that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** Says nothing of the key, so that no log can. */
  @Override
  public String toString() {
    return "receipts";
  }
}
