package dev.oncue.poll;

import dev.oncue.ballot.Tally;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What readings of a box have shown around the end of its poll, and whether it may be sealed by
 * that. No ballot is read after the end, so once nothing more comes in, all that were read before
 * it are in: the box is sealed when it has been quiet for a while, or when there is no more time.
 * Instants are how long after the end they are; negative: before. Immutable; depends on its
 * arguments alone.
 *
 * @param tally what the latest reading gave; {@code null}: nothing, it failed
 * @param since when that was known first
 * @param asked when the latest reading was asked for
 * @param answered when it was answered
 */
record LastBallots(@Nullable Tally tally, Duration since, Duration asked, Duration answered) {
  /**
   * How long is waited.
   *
   * @param earliest after the end, never sooner: a ballot that came alone, to a box that had been
   *     quiet, is in by then
   * @param quiet longer than the pause between two batches of one function under load
   * @param latest after the end, however many are still on their way
   */
  record Wait(Duration earliest, Duration quiet, Duration latest) {
    /** Where the end was known before, and what was read before it has all the time it needs. */
    static final Wait ON_TIME =
        new Wait(Duration.ofMillis(20), Duration.ofMillis(30), Duration.ofMillis(250));

    /**
     * Where it was closed by hand. Other functions learn of that a moment later and cast until
     * then, and a host waits for the answer: the result is to be there in time.
     */
    static final Wait BY_HAND =
        new Wait(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(60));
  }

  /** Between two readings, once the poll is over. */
  static final Duration STEP = Duration.ofMillis(10);

  /** The first reading. */
  static LastBallots first(@Nullable Tally tally, Duration asked, Duration answered) {
    return new LastBallots(tally, answered, asked, answered);
  }

  /** What is known after one more reading. */
  LastBallots then(@Nullable Tally read, Duration askedThen, Duration answeredThen) {
    boolean same = read != null && read.equals(tally);
    return new LastBallots(read, same ? since : answeredThen, askedThen, answeredThen);
  }

  /** Whether the box has been quiet for long enough. */
  boolean areIn(Wait wait) {
    return asked.compareTo(wait.earliest()) >= 0 && asked.minus(since).compareTo(quiet(wait)) >= 0;
  }

  /** A grid that is slow to answer this reading is slow to take ballots, too. */
  private Duration quiet(Wait wait) {
    Duration slow = answered.minus(asked).multipliedBy(2);
    return slow.compareTo(wait.quiet()) > 0 ? slow : wait.quiet();
  }

  /**
   * How long to wait for the next reading: a step, or what is left of the quiet where that is about
   * as long.
   */
  Duration pause(Wait wait) {
    if (answered.isNegative()) {
      return STEP.minus(answered);
    }
    Duration left = since.plus(quiet(wait)).minus(answered);
    boolean isLast = tally != null && left.compareTo(STEP.multipliedBy(2)) < 0;
    return isLast && !left.isNegative() ? left : STEP;
  }
}
