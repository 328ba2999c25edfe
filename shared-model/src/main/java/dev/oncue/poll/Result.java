package dev.oncue.poll;

import dev.oncue.ballot.Tally;
import java.time.Instant;

/**
 * The counts of a poll as they stood at an instant.
 *
 * @param tally the counts
 * @param isFinal whether the poll is closed, so that they cannot change any more
 * @param certified whether they were recounted from the ballots themselves
 * @param asOf when they were taken
 */
public record Result(Tally tally, boolean isFinal, boolean certified, Instant asOf) {
  /** The counts of a poll that is still open. */
  public static Result live(Tally tally, Instant asOf) {
    return new Result(tally, false, false, asOf);
  }

  /** The counts of a closed poll. */
  public static Result closed(Tally tally, boolean certified, Instant asOf) {
    return new Result(tally, true, certified, asOf);
  }
}
