package dev.oncue.coldstart;

/**
 * What is told of a show.
 *
 * @param votes that were cast
 * @param answered that were answered 200
 * @param refused that never were: the window had closed, or the show ended, before they got through
 * @param cold that no instance answered which was ready when they were cast; the refused are among
 *     them
 * @param withinSecond that were answered 200 within a second
 * @param p50Millis median latency of those answered, from casting, retries included
 * @param p99Millis the latency that one in a hundred exceeded
 * @param p999Millis the latency that one in a thousand exceeded
 * @param maxMillis the longest latency
 * @param lastSeconds when the last one was answered, from the opening of its window
 * @param instanceSeconds instances by the time they were there
 * @param mostInstances the most that were there at once
 */
record Figures(
    long votes,
    long answered,
    long refused,
    long cold,
    long withinSecond,
    double p50Millis,
    double p99Millis,
    double p999Millis,
    double maxMillis,
    double lastSeconds,
    double instanceSeconds,
    long mostInstances) {

  /**
   * The latency that a share did not exceed; 0 where there is none.
   *
   * @param sorted in nanoseconds
   * @param share above 0, up to 1, which is the longest of all
   */
  static double percentileMillis(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
  }
}
