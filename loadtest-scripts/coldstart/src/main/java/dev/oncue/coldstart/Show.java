package dev.oncue.coldstart;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The audience and what it is asked. Immutable.
 *
 * @param viewers how many watch
 * @param participation how many of 100 viewers vote in each window
 * @param within in which time from the opening on they all cast their votes
 * @param windows how many windows there are
 * @param every from one opening to the next; the first is half of it after the beginning
 * @param length how long a window is open
 * @param span how long the simulation goes on
 */
record Show(
    int viewers,
    int participation,
    Duration within,
    int windows,
    Duration every,
    Duration length,
    Duration span) {

  /** A show that ends half of {@code every} after its last opening. */
  Show(
      int viewers,
      int participation,
      Duration within,
      int windows,
      Duration every,
      Duration length) {
    this(viewers, participation, within, windows, every, length, every.multipliedBy(windows));
  }

  /** The same time with the first window alone. */
  Show firstWindowAlone() {
    return new Show(viewers, participation, within, 1, every, length, span);
  }

  /** The same show, at which everybody looks on. */
  Show withoutVoters() {
    return new Show(viewers, 0, within, windows, every, length, span);
  }

  /** The same show, with a crowd that takes half of the time. */
  Show twiceAsFast() {
    return new Show(viewers, participation, within.dividedBy(2), windows, every, length, span);
  }

  /** When each window opens, in nanoseconds. */
  long[] openings() {
    return IntStream.range(0, windows)
        .mapToLong(i -> every.dividedBy(2).plus(every.multipliedBy(i)).toNanos())
        .toArray();
  }

  int voters() {
    return (int) ((long) viewers * participation / 100);
  }
}
