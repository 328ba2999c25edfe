package dev.oncue.live;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a feed. What is for hosts alone is counted apart, so that a viewer, who gets nothing
 * of it, can see by the numbers that nothing is missing.
 *
 * @param frames how many frames for all have gone before
 * @param extra how many for hosts alone have gone since the last of those
 */
record EventId(long frames, long extra) implements Comparable<EventId> {
  /** Before the first frame. */
  static final EventId START = new EventId(0, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:\\.([1-9]\\d{0,17}))?");
  private static final Comparator<EventId> ORDER =
      Comparator.comparingLong(EventId::frames).thenComparingLong(EventId::extra);

  /** The place that {@link #text} made this of. */
  static Optional<EventId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long extra = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
    return Optional.of(new EventId(Long.parseLong(matcher.group(1)), extra));
  }

  /** {@code 7}, or {@code 7.2} where frames for hosts alone have followed. */
  String text() {
    return extra == 0 ? Long.toString(frames) : frames + "." + extra;
  }

  /** Where the next frame is. */
  EventId next(boolean isForAll) {
    return isForAll ? new EventId(frames + 1, 0) : new EventId(frames, extra + 1);
  }

  /** The same place for one kind of subscriber. */
  EventId seenBy(boolean host) {
    return host ? this : new EventId(frames, 0);
  }

  boolean isAfter(EventId other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(EventId other) {
    return ORDER.compare(this, other);
  }
}
