package dev.oncue.loadtest.feed;

/** The ids of a feed's events: {@code <epoch>-<number>}, numbers from 1 without a gap. */
final class Cursors {
  private Cursors() {}

  /** Whether nothing can lie between two events. */
  static boolean follows(String before, String next) {
    if (before == null || next == null) {
      return false;
    }
    int dash = before.lastIndexOf('-');
    return dash == next.lastIndexOf('-')
        && before.regionMatches(0, next, 0, dash + 1)
        && number(next) == number(before) + 1;
  }

  private static long number(String cursor) {
    return Long.parseLong(cursor, cursor.lastIndexOf('-') + 1, cursor.length(), 10);
  }
}
