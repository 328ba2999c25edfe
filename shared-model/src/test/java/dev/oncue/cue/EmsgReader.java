package dev.oncue.cue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An event message box as a player reads it, by ISO/IEC 14496-12 (boxes, 4.2) and 23009-1
 * (5.10.3.3); knows nothing of how {@link EmsgBox} writes.
 */
public record EmsgReader(
    int version,
    int flags,
    long timescale,
    long presentationTime,
    long eventDuration,
    long id,
    String schemeIdUri,
    String value,
    byte[] messageData) {

  /** All boxes of that kind on the top level of a segment, in their order. */
  public static List<EmsgReader> all(byte[] segment) {
    List<EmsgReader> found = new ArrayList<>();
    ByteBuffer boxes = ByteBuffer.wrap(segment);
    while (boxes.hasRemaining()) {
      int begin = boxes.position();
      long size = Integer.toUnsignedLong(boxes.getInt());
      byte[] type = new byte[4];
      boxes.get(type);
      if (size < 8 || size > boxes.limit() - begin) {
        throw new IllegalArgumentException("a box of " + size + " bytes at " + begin);
      }
      int end = begin + (int) size;
      if ("emsg".equals(new String(type, StandardCharsets.US_ASCII))) {
        found.add(read(boxes.slice(boxes.position(), end - boxes.position())));
      }
      boxes.position(end);
    }
    return found;
  }

  private static EmsgReader read(ByteBuffer box) {
    int version = box.get();
    int flags = (box.get() & 0xFF) << 16 | box.getShort() & 0xFFFF;
    if (version != 1) {
      throw new IllegalArgumentException("version " + version);
    }
    return new EmsgReader(
        version,
        flags,
        Integer.toUnsignedLong(box.getInt()),
        box.getLong(),
        Integer.toUnsignedLong(box.getInt()),
        Integer.toUnsignedLong(box.getInt()),
        string(box),
        string(box),
        rest(box));
  }

  private static String string(ByteBuffer box) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte b = box.get(); b != 0; b = box.get()) {
      text.write(b);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static byte[] rest(ByteBuffer box) {
    byte[] rest = new byte[box.remaining()];
    box.get(rest);
    return rest;
  }
}
