package dev.oncue.event;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * That one process handles a delivery, and no other.
 *
 * @param delivery which one
 * @param token tells this claim from all others
 */
public record Claim(DeliveryId delivery, UUID token) {
  /** No JSON document begins with it, so that a claim is told from an answer. */
  private static final byte MARK = 0;

  /** A new claim. */
  public static Claim on(DeliveryId delivery) {
    return new Claim(delivery, UUID.randomUUID());
  }

  /** What the grid keeps in the place of the answer: 17 bytes. */
  public byte[] encode() {
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put(MARK)
        .putLong(token.getMostSignificantBits())
        .putLong(token.getLeastSignificantBits())
        .array();
  }

  /** Whether kept bytes are this claim. */
  public boolean is(byte[] kept) {
    return Arrays.equals(kept, encode());
  }

  /** Whether kept bytes are an answer, and no claim. */
  public static boolean isAnswer(byte[] kept) {
    return kept.length == 0 || kept[0] != MARK;
  }

  /** What kept bytes mean for this claim. */
  public ClaimOutcome refusedBy(byte[] kept) {
    if (is(kept)) {
      // The grid's client sent the claim twice, as it does when a server dies.
      return new ClaimOutcome.Granted();
    }
    return isAnswer(kept) ? new ClaimOutcome.Answered(kept) : new ClaimOutcome.Taken();
  }
}
