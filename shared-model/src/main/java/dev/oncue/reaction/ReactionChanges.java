package dev.oncue.reaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The totals of a stream that have changed since an earlier reading.
 *
 * @param mark how far this reads
 * @param totals how often each of these emojis was sent so far
 */
public record ReactionChanges(ReactionMark mark, Map<String, Long> totals) {
  /** The changes as bytes. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(mark.origin());
      out.writeLong(mark.version());
      for (Map.Entry<String, Long> entry : totals.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeLong(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The changes that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static ReactionChanges decode(byte[] bytes) {
    Map<String, Long> totals = new HashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ReactionMark mark = new ReactionMark(in.readLong(), in.readLong());
      while (in.available() > 0) {
        totals.put(in.readUTF(), in.readLong());
      }
      return new ReactionChanges(mark, totals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
