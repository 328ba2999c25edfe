package dev.oncue.loadtest.poll;

/** What a simulated viewer does with a poll. Of 100 viewers, {@link #share} have the habit. */
enum Habit {
  /** Votes after the poll has closed. */
  LATE(5),
  /** Votes, then tries another option. */
  CHANGES_MIND(5),
  /** Votes, and sends the same ballot again once it is answered. */
  RETRIES(5),
  /** Sends the same ballot twice at once. */
  DOUBLE_TAPS(5),
  /** Sends something malformed before the vote. */
  BABBLES(2),
  /** Votes. */
  ONCE(78);

  private final int share;

  Habit(int share) {
    this.share = share;
  }

  /** The habit of the viewer with that number; the same in every run. */
  static Habit of(int number) {
    // 37 has no divisor in common with 100: a small crowd has a bit of everything, too.
    int place = (number * 37 + 50) % 100;
    for (Habit habit : values()) {
      place -= habit.share;
      if (place < 0) {
        return habit;
      }
    }
    throw new AssertionError("the shares make 100");
  }
}
