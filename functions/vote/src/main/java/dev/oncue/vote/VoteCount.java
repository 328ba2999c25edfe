package dev.oncue.vote;

import dev.oncue.http.problem.Problem;
import java.util.concurrent.atomic.AtomicInteger;

/** How many votes wait in this process, and how many may. Thread-safe. */
final class VoteCount {
  private final AtomicInteger waiting = new AtomicInteger();
  private final int max;

  VoteCount(int max) {
    this.max = max;
  }

  /** One more waits; fails with overloaded when that is one too many. */
  void increment() {
    if (waiting.incrementAndGet() > max) {
      waiting.decrementAndGet();
      throw Problem.OVERLOADED.with("too many ballots wait; this one was not counted");
    }
  }

  /** One waits no more. */
  void decrement() {
    waiting.decrementAndGet();
  }

  int now() {
    return waiting.get();
  }
}
