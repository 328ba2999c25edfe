package dev.oncue.coldstart;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What happens when, in nanoseconds since the simulation began. What is due at the same moment
 * happens in the order in which it was planned. Not thread-safe.
 */
final class Agenda {
  private record Entry(long at, long number, Runnable action) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));

  private long now;
  private long planned;

  long now() {
    return now;
  }

  /** Plans an action; what is due already is done next. */
  void at(long when, Runnable action) {
    entries.add(new Entry(Math.max(when, now), planned++, action));
  }

  /** Plans an action for {@code first}, and again each {@code period} after it. */
  void every(long first, long period, Runnable action) {
    at(
        first,
        () -> {
          action.run();
          every(first + period, period, action);
        });
  }

  /** Lets everything happen that is due before {@code end}. */
  void runUntil(long end) {
    while (!entries.isEmpty() && entries.peek().at() < end) {
      Entry next = entries.remove();
      now = next.at();
      next.action().run();
    }
    now = end;
  }
}
