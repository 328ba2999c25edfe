package dev.oncue.poll;

import java.time.Duration;

/**
 * How far the video of a stream's viewers is behind the host: no viewer less than {@code min}, none
 * that is to be waited for more than {@code max}. Immutable.
 *
 * @param min the shortest way of a frame to a viewer, to the millisecond
 * @param max the longest
 */
public record Latency(Duration min, Duration max) {
  /** The longest latency that can be stated. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  /** Viewers see the host at once, or nobody has said how late. */
  public static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO);

  /** Refuses a range that is negative, upside down or longer than {@link #LONGEST}. */
  public Latency {
    if (min.isNegative() || max.compareTo(min) < 0 || max.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a latency is 0 <= min <= max <= " + LONGEST);
    }
  }
}
