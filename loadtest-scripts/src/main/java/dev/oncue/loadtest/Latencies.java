package dev.oncue.loadtest;

import java.util.Arrays;

/**
 * How long requests took. Keeps every value, 4 bytes each, so that percentiles are exact. Not
 * thread-safe.
 */
public final class Latencies {
  private int[] micros = new int[1024];
  private int size;

  /** Adds one, in nanoseconds; up to 35 minutes. */
  public void add(long nanos) {
    if (size == micros.length) {
      micros = Arrays.copyOf(micros, size * 2);
    }
    micros[size++] = Math.toIntExact(nanos / 1_000);
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /**
   * The latency in milliseconds that a share of the requests did not exceed; 0 when there are none.
   *
   * @param share above 0, up to 1, which is the longest of all
   */
  public double millis(double share) {
    if (size == 0) {
      return 0;
    }
    int[] sorted = Arrays.copyOf(micros, size);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * size) - 1] / 1_000.0;
  }
}
