package dev.oncue.poll;

import java.time.Duration;
import java.time.Instant;

/**
 * When ballots count: from {@code opensAt} (inclusive) to {@code closesAt} plus {@code grace}
 * (exclusive). Instants are the server's, to the millisecond.
 *
 * @param opensAt the first instant at which a ballot counts
 * @param closesAt the end that viewers are shown; {@code null}: open until closed by hand
 * @param grace how long after {@code closesAt} a ballot that was already under way still counts
 */
public record VotingWindow(Instant opensAt, Instant closesAt, Duration grace) {
  /** Refuses a window that ends before it begins. */
  public VotingWindow {
    if (closesAt != null && !closesAt.isAfter(opensAt)) {
      throw new IllegalArgumentException("closesAt must be after opensAt");
    }
  }

  /** The first instant at which no ballot counts any more; {@code null}: none is set. */
  public Instant end() {
    return closesAt == null ? null : closesAt.plus(grace);
  }

  /** Whether the window has begun. */
  public boolean hasBegun(Instant now) {
    return !now.isBefore(opensAt);
  }

  /** Whether the window is over by time alone. */
  public boolean isOver(Instant now) {
    return closesAt != null && !now.isBefore(end());
  }
}
