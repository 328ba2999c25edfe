package dev.oncue.live;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The latest frames of a feed, so that a client that was away gets what it missed. A cursor is
 * {@code <epoch>-<place>}: the epoch is random for each log, so that a cursor of another process,
 * or of before a restart, is known to be foreign. Confined to its feed.
 */
final class FeedLog {
  private static final int MAX_FRAMES = 1024;

  /** Of what hosts get; of what viewers get there is never more. */
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private static final int RADIX = 36;

  private final String epoch =
      Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), RADIX);
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private EventId last = EventId.START;
  private long bytes;

  /** The place of the latest frame that was dropped. */
  private EventId dropped = EventId.START;

  /** The place of the latest frame. */
  EventId last() {
    return last;
  }

  /** The cursor of a place. */
  String cursor(EventId place) {
    return epoch + '-' + place.text();
  }

  void add(Frame frame) {
    last = frame.place();
    frames.addLast(frame);
    bytes += frame.forHosts().length();
    while (frames.size() > MAX_FRAMES || bytes > MAX_BYTES) {
      Frame oldest = frames.removeFirst();
      bytes -= oldest.forHosts().length();
      dropped = oldest.place();
    }
  }

  /** All frames after a cursor; empty: it is foreign, or too far back. */
  Optional<List<Frame>> since(@Nullable String cursor) {
    if (cursor == null || !cursor.startsWith(epoch + '-')) {
      return Optional.empty();
    }
    return EventId.parse(cursor.substring(epoch.length() + 1))
        .filter(seen -> !dropped.isAfter(seen) && !seen.isAfter(last))
        .map(seen -> frames.stream().filter(frame -> frame.place().isAfter(seen)).toList());
  }
}
