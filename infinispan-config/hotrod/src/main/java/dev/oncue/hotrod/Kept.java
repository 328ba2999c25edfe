package dev.oncue.hotrod;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An entry as the servers keep it: its revision, 4 bytes, big-endian, then its own encoding. Each
 * change is one revision more, so that servers that come back from a stop can tell which of two
 * copies is the later one.
 */
record Kept<V>(int revision, V value) {
  byte[] encode(Kind<V> kind) {
    byte[] content = kind.encode().apply(value);
    return ByteBuffer.allocate(Integer.BYTES + content.length)
        .putInt(revision)
        .put(content)
        .array();
  }

  static <V> Kept<V> decode(byte[] bytes, Kind<V> kind) {
    byte[] content = Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
    return new Kept<>(ByteBuffer.wrap(bytes).getInt(), kind.decode().apply(content));
  }

  /** Whether it changed after another, or took the key of one that was removed. */
  boolean isNewsAfter(Kept<V> earlier, Kind<V> kind) {
    return earlier == null
        || revision > earlier.revision
        || !kind.life().apply(value).equals(kind.life().apply(earlier.value));
  }
}
