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
record Place(long frames, long extra) implements Comparable<Place> {
  /** Before the first frame. */
  static final Place START = new Place(0, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:\\.([1-9]\\d{0,17}))?");
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::frames).thenComparingLong(Place::extra);

  /** The place that {@link #text} made this of. */
  static Optional<Place> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long extra = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
    return Optional.of(new Place(Long.parseLong(matcher.group(1)), extra));
  }

  /** {@code 7}, or {@code 7.2} where frames for hosts alone have followed. */
  String text() {
    return extra == 0 ? Long.toString(frames) : frames + "." + extra;
  }

  /** Where the next frame is. */
  Place next(boolean isForAll) {
    return isForAll ? new Place(frames + 1, 0) : new Place(frames, extra + 1);
  }

  /** The same place for one kind of subscriber. */
  Place seenBy(boolean host) {
    return host ? this : new Place(frames, 0);
  }

  boolean isAfter(Place other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
