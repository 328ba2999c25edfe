package dev.oncue.reaction;

import java.time.Duration;
import java.util.Arrays;

/**
 * How often one viewer may react: at most {@value #MAX} times in any {@value #SECONDS} seconds. An
 * immutable value that holds the times of the reactions that still weigh.
 */
public final class ReactionLimit {
  /** Reactions in a period. */
  public static final int MAX = 20;

  /** The period, in seconds. */
  public static final int SECONDS = 10;

  /** The period. */
  public static final Duration PERIOD = Duration.ofSeconds(SECONDS);

  private static final ReactionLimit FRESH = new ReactionLimit(new long[0]);

  private final long[] times;

  private ReactionLimit(long[] times) {
    this.times = times;
  }

  /** The limit of a viewer who has not reacted lately. */
  public static ReactionLimit fresh() {
    return FRESH;
  }

  /**
   * How long the viewer must wait before the next reaction.
   *
   * @param nowMillis milliseconds since the epoch
   * @return zero: it may be sent now
   */
  public Duration delay(long nowMillis) {
    if (times.length < MAX) {
      return Duration.ZERO;
    }
    long free = times[times.length - MAX] + PERIOD.toMillis();
    return free <= nowMillis ? Duration.ZERO : Duration.ofMillis(free - nowMillis);
  }

  /** This limit after a reaction. */
  public ReactionLimit after(long nowMillis) {
    int from = 0;
    while (from < times.length && times[from] + PERIOD.toMillis() <= nowMillis) {
      from++;
    }
    long[] next = Arrays.copyOfRange(times, from, times.length + 1);
    next[next.length - 1] = nowMillis;
    return new ReactionLimit(next);
  }

  /** The times that still weigh, in milliseconds since the epoch. */
  public long[] times() {
    return times.clone();
  }

  /** The limit with these {@link #times}. */
  public static ReactionLimit of(long... times) {
    return new ReactionLimit(times.clone());
  }
}
