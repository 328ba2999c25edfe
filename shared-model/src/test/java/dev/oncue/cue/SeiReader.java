package dev.oncue.cue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * User data of SEI as a decoder reads it, by ITU-T H.264 and H.265; knows nothing of how {@link
 * SeiNal} writes.
 *
 * @param uuid whose it is
 * @param data what it is
 */
public record SeiReader(UUID uuid, byte[] data) {
  private static final int USER_DATA_UNREGISTERED = 5;

  /** The user data in a NAL unit of SEI whose header has so many bytes. */
  public static List<SeiReader> ofNal(byte[] nal, int headerBytes) {
    byte[] rbsp = unescaped(Arrays.copyOfRange(nal, headerBytes, nal.length));
    List<SeiReader> found = new ArrayList<>();
    int at = 0;
    while (at < rbsp.length && (rbsp[at] & 0xFF) != 0x80) {
      int type = 0;
      for (; (rbsp[at] & 0xFF) == 0xFF; at++) {
        type += 255;
      }
      type += rbsp[at++] & 0xFF;
      int size = 0;
      for (; (rbsp[at] & 0xFF) == 0xFF; at++) {
        size += 255;
      }
      size += rbsp[at++] & 0xFF;
      if (type == USER_DATA_UNREGISTERED) {
        ByteBuffer uuid = ByteBuffer.wrap(rbsp, at, 16);
        found.add(
            new SeiReader(
                new UUID(uuid.getLong(), uuid.getLong()),
                Arrays.copyOfRange(rbsp, at + 16, at + size)));
      }
      at += size;
    }
    if (at != rbsp.length - 1) {
      throw new IllegalArgumentException("no trailing bits at the end, but at " + at);
    }
    return found;
  }

  /** The NAL units of a byte stream, by Annex B, without start codes and zeros between them. */
  public static List<byte[]> nals(byte[] stream) {
    List<byte[]> nals = new ArrayList<>();
    int begin = -1;
    for (int at = 0; at <= stream.length; at++) {
      boolean startCode =
          at + 3 <= stream.length && stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1;
      if (startCode || at == stream.length) {
        if (begin >= 0) {
          int end = at;
          while (end > begin && stream[end - 1] == 0) {
            end--;
          }
          nals.add(Arrays.copyOfRange(stream, begin, end));
        }
        begin = at + 3;
        at += 2;
      }
    }
    return nals;
  }

  private static byte[] unescaped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      boolean escape = i >= 2 && bytes[i] == 3 && bytes[i - 1] == 0 && bytes[i - 2] == 0;
      if (!escape) {
        out.write(bytes[i]);
      }
    }
    return out.toByteArray();
  }
}
