package dev.oncue.entry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Entries on their way, one after the other: the key's length, 4 bytes, the key in UTF-8, the
 * value's length, 4 bytes, the value; numbers big-endian. Pages put behind each other are a page.
 */
public final class EntryPage {
  private EntryPage() {}

  /** Appends an entry. */
  public static void append(ByteArrayOutputStream page, String key, byte[] value) {
    append(page, key.getBytes(StandardCharsets.UTF_8));
    append(page, value);
  }

  private static void append(ByteArrayOutputStream page, byte[] bytes) {
    page.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    page.writeBytes(bytes);
  }

  /** The entries of a page, by key. */
  public static Map<String, byte[]> decode(byte[] page) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(page);
    while (in.hasRemaining()) {
      entries.put(new String(next(in), StandardCharsets.UTF_8), next(in));
    }
    return entries;
  }

  private static byte[] next(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
