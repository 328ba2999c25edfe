package dev.oncue.cue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;

/**
 * A cue as an event message box of fragmented MP4 and CMAF, to be put before a {@code moof}. It
 * carries the {@link Id3Tag}, so that players read it as they read any ID3.
 *
 * <p>Written by ISO/IEC 23009-1:2019, 5.10.3.3 (DASHEventMessageBox, version 1), with the scheme of
 * "Carriage of ID3 Timed Metadata in the Common Media Application Format"
 * (aomediacodec.github.io/id3-emsg). Integers are big-endian, strings end with NUL.
 */
public final class EmsgBox {
  private static final String SCHEME = "https://aomedia.org/emsg/ID3";
  private static final int VERSION_1_NO_FLAGS = 1 << 24;
  private static final int TICKS_PER_SECOND = 1_000;
  private static final int UNKNOWN_DURATION = 0xFFFFFFFF;

  /** Six fields of 32 bits and one of 64. */
  private static final int FIXED_BYTES = 6 * Integer.BYTES + Long.BYTES;

  private EmsgBox() {}

  /**
   * The box of a cue.
   *
   * @param epoch media time zero of the packager: its {@code presentation_time} 0. A cue of before
   *     has {@code presentation_time} 0 as well, as the field has no sign: a player meets it at
   *     once, and learns when it was from the payload.
   */
  public static byte[] of(Cue cue, Instant epoch) {
    byte[] scheme = terminated(SCHEME);
    byte[] value = terminated(Cue.NAME);
    byte[] message = Id3Tag.of(cue);
    int size = FIXED_BYTES + scheme.length + value.length + message.length;
    return ByteBuffer.allocate(size)
        .putInt(size)
        .put("emsg".getBytes(StandardCharsets.US_ASCII))
        .putInt(VERSION_1_NO_FLAGS)
        .putInt(TICKS_PER_SECOND)
        .putLong(Math.max(0, Duration.between(epoch, cue.at()).toMillis()))
        .putInt(UNKNOWN_DURATION)
        .putInt(id(cue.payload()))
        .put(scheme)
        .put(value)
        .put(message)
        .array();
  }

  /** A message with an id that was met already is the same message: the same cue, no other. */
  private static int id(byte[] payload) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(payload)).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] terminated(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }
}
