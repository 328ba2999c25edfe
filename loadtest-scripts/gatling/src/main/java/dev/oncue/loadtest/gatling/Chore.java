package dev.oncue.loadtest.gatling;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Something that is done again and again beside the load, until it fails. Thread-safe. */
final class Chore {
  /** What is done. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private final Step step;
  private volatile boolean failed;

  private Chore(Step step) {
    this.step = step;
  }

  /** Does it each time that much time has passed. */
  static Chore every(Duration period, ScheduledExecutorService timer, Step step) {
    Chore chore = new Chore(step);
    timer.scheduleAtFixedRate(chore::run, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    return chore;
  }

  private void run() {
    if (failed) {
      return;
    }
    try {
      step.run();
    } catch (Exception e) {
      System.out.println("failed: " + e.getMessage());
      failed = true;
    }
  }

  /** Whether it has ever failed. */
  boolean hasFailed() {
    return failed;
  }
}
