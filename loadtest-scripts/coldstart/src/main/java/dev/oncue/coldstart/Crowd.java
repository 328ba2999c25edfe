package dev.oncue.coldstart;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * When the votes of a window come: none at its opening, most in the middle of the time that they
 * take, none at its end; the rate goes up and down evenly, and is twice the average at its peak.
 */
final class Crowd {
  private Crowd() {}

  /** Nanoseconds after the opening, in order. */
  static long[] arrivals(int voters, long withinNanos, Random random) {
    long[] arrivals =
        IntStream.range(0, voters)
            .mapToLong(i -> (long) ((random.nextDouble() + random.nextDouble()) / 2 * withinNanos))
            .toArray();
    Arrays.sort(arrivals);
    return arrivals;
  }
}
