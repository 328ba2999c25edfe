package dev.oncue.coldstart;

/** Requests that are under way, be it in the activator or in an instance. Not thread-safe. */
final class InFlight {
  private int count;
  private double sum;
  private long summedUntil;
  private long reportedAt;

  void enter(long now) {
    sumUntil(now);
    count++;
  }

  void leave(long now) {
    sumUntil(now);
    count--;
  }

  /** How many there were at a time, on average since this was asked last. */
  double report(long now) {
    sumUntil(now);
    double average = now == reportedAt ? 0 : sum / (now - reportedAt);
    sum = 0;
    reportedAt = now;
    return average;
  }

  private void sumUntil(long now) {
    sum += (double) count * (now - summedUntil);
    summedUntil = now;
  }
}
