package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Bytes that lie in several places, of which others read, too. They are taken one after the other.
 * For one thread at a time.
 */
final class Parts {
  private final Deque<ByteBuffer> parts = new ArrayDeque<>();
  private long size;

  /**
   * @param shared is not changed, and neither are their positions
   */
  Parts(List<ByteBuffer> shared) {
    for (ByteBuffer part : shared) {
      parts.add(part.duplicate());
      size += part.remaining();
    }
  }

  /** How many bytes have not been taken. */
  long size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Takes the next bytes, and all of them where they are not more than asked for. */
  Buffer take(int max) {
    byte[] taken = new byte[(int) Math.min(max, size)];
    int filled = 0;
    while (filled < taken.length) {
      ByteBuffer part = parts.getFirst();
      int length = Math.min(part.remaining(), taken.length - filled);
      part.get(taken, filled, length);
      filled += length;
      if (!part.hasRemaining()) {
        parts.removeFirst();
      }
    }
    size -= taken.length;
    return Buffer.buffer(taken);
  }
}
