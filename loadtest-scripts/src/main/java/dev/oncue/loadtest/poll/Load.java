package dev.oncue.loadtest.poll;

import java.time.Duration;

/**
 * When which votes are due, each of another viewer.
 *
 * @param votes how many
 * @param rate how many a second; infinite: all in the same moment
 * @param connections over how many
 * @param release when the first is due, from the start; later where connecting takes longer
 */
record Load(int votes, double rate, int connections, Duration release) {
  private static final double NANOS = 1e9;

  /** As many votes as come at a rate in some time. */
  Load(int rate, int connections, Duration length) {
    this((int) (rate * length.toMillis() / 1_000), rate, connections, Duration.ZERO);
  }

  /** When a vote is due, in nanoseconds after the first. */
  long dueNanos(int vote) {
    return (long) (vote * NANOS / rate);
  }

  /** From the first to the last. */
  Duration length() {
    return Duration.ofNanos(dueNanos(votes - 1));
  }
}
