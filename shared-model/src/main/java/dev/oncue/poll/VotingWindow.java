package dev.oncue.poll;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When ballots count. {@code opensAt} (inclusive) and {@code closesAt} (exclusive) lie on the media
 * timeline: they are what the server's clock showed when the host was filmed, to the millisecond. A
 * viewer sees that frame later, so on the server's clock ballots count from {@link #begin()} to
 * {@link #end()}: nobody is cut off whose video is behind by no more than the latency.
 *
 * @param opensAt the media time at which viewers may begin to vote
 * @param closesAt the media time that they are shown as its end; {@code null}: open until closed by
 *     hand
 * @param grace how long after {@code closesAt} a ballot that was already under way still counts
 * @param latency how far viewers are behind
 */
public record VotingWindow(
    Instant opensAt, @Nullable Instant closesAt, Duration grace, Latency latency) {
  /** Refuses a window that ends before it begins. */
  public VotingWindow {
    if (closesAt != null && !closesAt.isAfter(opensAt)) {
      throw new IllegalArgumentException("closesAt must be after opensAt");
    }
  }

  /** The window of a stream whose viewers see the host at once. */
  public VotingWindow(Instant opensAt, @Nullable Instant closesAt, Duration grace) {
    this(opensAt, closesAt, grace, Latency.NONE);
  }

  /** The first instant at which a ballot counts: when the viewer who is first sees it open. */
  public Instant begin() {
    return opensAt.plus(latency.min());
  }

  /** The first instant at which no ballot counts any more; {@code null}: none is set. */
  public @Nullable Instant end() {
    return closesAt == null ? null : closesAt.plus(latency.max()).plus(grace);
  }

  /** Whether the window has begun. */
  public boolean hasBegun(Instant now) {
    return !now.isBefore(begin());
  }

  /** Whether the window is over by time alone. */
  public boolean isOver(Instant now) {
    Instant end = end();
    return end != null && !now.isBefore(end);
  }
}
