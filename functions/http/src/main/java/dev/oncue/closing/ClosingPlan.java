package dev.oncue.closing;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Result;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When this process is to see to the end of a poll. Immutable; depends on its arguments alone.
 *
 * @param delay how long this process leaves it to the others. Zero: it comes before the end, so as
 *     to close right on it
 */
record ClosingPlan(Duration delay) {
  /** How long a result that could not be certified is left to who settled it. */
  static final Duration CERTIFYING = Duration.ofSeconds(1);

  /** From when on; {@code null}: nothing is to be done, or not before somebody closes it. */
  @Nullable Instant due(Poll poll) {
    Result result = poll.result();
    if (result != null) {
      return result.certified() ? null : result.asOf().plus(CERTIFYING).plus(delay);
    }
    Instant end = poll.end();
    if (end == null) {
      return null;
    }
    return delay.isZero() ? end.minus(PollLifecycle.LEAD) : end.plus(delay);
  }
}
