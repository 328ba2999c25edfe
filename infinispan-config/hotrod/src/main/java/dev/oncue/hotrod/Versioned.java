package dev.oncue.hotrod;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An entry as the servers keep it: its revision, 4 bytes, big-endian, then its own encoding. Each
 * change is one revision more, so that servers that come back from a stop can tell which of two
 * copies is the later one.
 */
record Versioned<V>(int revision, V value) {
  byte[] encode(EntryKind<V> kind) {
    byte[] content = kind.encode().apply(value);
    return ByteBuffer.allocate(Integer.BYTES + content.length)
        .putInt(revision)
        .put(content)
        .array();
  }

  static <V> Versioned<V> decode(byte[] bytes, EntryKind<V> kind) {
    byte[] content = Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
    return new Versioned<>(ByteBuffer.wrap(bytes).getInt(), kind.decode().apply(content));
  }

  /** Whether it and another are one entry at different times, and not two that had one key. */
  boolean isOfLife(Versioned<V> other, EntryKind<V> kind) {
    return kind.life().apply(value).equals(kind.life().apply(other.value));
  }
}
