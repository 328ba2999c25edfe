package dev.oncue.warmpool.plan;

import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import java.util.TreeMap;

/**
 * The viewers of one stream at one moment, as the windows expect them that are under way. Announced
 * windows add up. A poll inside of an announced window is that window's audience and no other one;
 * several polls at once are several votes of the same audience. Who is connected already is not
 * fewer than was expected. Not thread-safe.
 */
final class ExpectedViewers {
  private final long connected;

  /** How many windows expect so many viewers, for those of polls. */
  private final TreeMap<Integer, Integer> polls = new TreeMap<>();

  private long announced;
  private long polled;
  private int windows;
  private int begun;

  /**
   * @param connected how many viewers are connected now
   */
  ExpectedViewers(long connected) {
    this.connected = connected;
  }

  /**
   * @param hasBegun whether it is under way now, as opposed to later
   */
  void add(Window window, boolean hasBegun) {
    change(window, hasBegun, 1);
  }

  void remove(Window window, boolean hasBegun) {
    change(window, hasBegun, -1);
  }

  private void change(Window window, boolean hasBegun, int by) {
    windows += by;
    begun += hasBegun ? by : 0;
    if (window.id().origin() == Origin.ANNOUNCED) {
      announced += (long) by * window.expectedViewers();
    } else {
      polled += (long) by * window.expectedViewers();
      polls.merge(window.expectedViewers(), by, (had, more) -> had + more == 0 ? null : had + more);
    }
  }

  Demand demand() {
    if (windows == 0) {
      return Demand.NONE;
    }
    // Of a window that is still to come nobody knows who will be connected.
    long expected = Math.max(announced, begun > 0 ? connected : 0);
    long largestPoll = polls.isEmpty() ? 0 : polls.lastKey();
    return new Demand(Math.max(expected, polled), Math.max(expected, largestPoll), windows);
  }
}
