package dev.oncue.loadtest.poll;

/** Votes whose rate grows evenly from nothing to its peak at the end. */
final class Ramp {
  private Ramp() {}

  /**
   * When a vote comes. As the rate grows with the time, the votes that have come grow with its
   * square.
   *
   * @param share of all votes, those that come before it: from 0 to 1, drawn evenly for each vote
   * @param lengthMs from the first to the last
   * @return milliseconds after the start
   */
  static long momentMs(double share, long lengthMs) {
    return (long) (lengthMs * Math.sqrt(share));
  }
}
