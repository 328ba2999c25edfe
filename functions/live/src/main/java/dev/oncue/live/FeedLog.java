package dev.oncue.live;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The latest frames of a feed, so that a client that was away gets what it missed. A cursor is
 * {@code <epoch>-<number>}: the epoch is random for each log, so that a cursor of another process,
 * or of before a restart, is known to be foreign. Confined to its feed.
 */
final class FeedLog {
  private static final int MAX_FRAMES = 1024;
  private static final int RADIX = 36;

  private final String epoch =
      Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), RADIX);
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private long last;

  /** The number of the latest frame; 0: none yet. */
  long last() {
    return last;
  }

  /** The cursor of a frame. */
  String cursor(long number) {
    return epoch + '-' + number;
  }

  void add(Frame frame) {
    last = frame.number();
    frames.addLast(frame);
    if (frames.size() > MAX_FRAMES) {
      frames.removeFirst();
    }
  }

  /** All frames after a cursor; empty: it is foreign, or too far back. */
  Optional<List<Frame>> since(String cursor) {
    long number = numberOf(cursor);
    long oldest = frames.isEmpty() ? last + 1 : frames.getFirst().number();
    if (number < oldest - 1 || number > last) {
      return Optional.empty();
    }
    return Optional.of(frames.stream().filter(frame -> frame.number() > number).toList());
  }

  private long numberOf(String cursor) {
    if (cursor == null || !cursor.startsWith(epoch + '-')) {
      return -1;
    }
    try {
      return Long.parseLong(cursor.substring(epoch.length() + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
