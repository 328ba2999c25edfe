package dev.oncue.live;

import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollStatus;
import dev.oncue.poll.Result;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A poll as its feed knows it, and what of it was published. Confined to its feed. */
final class TrackedPoll {
  private final SingleFlightRead<Tally> reading;
  private Poll poll;
  private Tally tally = Tally.ZERO;

  /** What all subscribers know; {@code null}: not all know the same. */
  private @Nullable Tally publishedTally = Tally.ZERO;

  private long tallyPublishedAtNanos = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
  private @Nullable PollStatus publishedStatus;

  /**
   * @param reading what reads the tally of this
   */
  TrackedPoll(Poll poll, Function<TrackedPoll, SingleFlightRead<Tally>> reading) {
    this.poll = poll;
    this.reading = reading.apply(this);
  }

  /** Reads its tally. */
  SingleFlightRead<Tally> reading() {
    return reading;
  }

  Poll poll() {
    return poll;
  }

  /** The status that subscribers know; {@code null}: they do not know the poll. */
  @Nullable PollStatus publishedStatus() {
    return publishedStatus;
  }

  /** Subscribers know the poll with this status from now on. */
  void statusPublished(PollStatus status) {
    publishedStatus = status;
  }

  /** The latest that was read. */
  Tally tally() {
    return tally;
  }

  /**
   * Takes a tally, in the order in which they were read. One with fewer ballots comes from a server
   * that is behind: it counts for nothing, since ballots are never taken back.
   */
  void read(Tally latest) {
    if (latest.ballots() >= tally.ballots()) {
      tally = latest;
    }
  }

  /** Whether there is a tally that not all subscribers know. */
  boolean hasNewTally() {
    return !tally.equals(publishedTally);
  }

  /**
   * The tally was published.
   *
   * @param atNanos when, by {@link System#nanoTime}
   */
  void tallyPublished(long atNanos) {
    publishedTally = tally;
    tallyPublishedAtNanos = atNanos;
  }

  /** The tally was shown to one who has just come. If it is new to the others, they follow. */
  void tallyShown() {
    if (hasNewTally()) {
      publishedTally = null;
    }
  }

  /** When a tally was published last; long ago: never. */
  long tallyPublishedAtNanos() {
    return tallyPublishedAtNanos;
  }

  /**
   * Takes a change of the poll. Changes may come out of order; a poll only ever goes forward.
   *
   * @return whether it is news
   */
  boolean take(Poll next) {
    if (progress(next) <= progress(poll)) {
      return false;
    }
    poll = next;
    return true;
  }

  private static int progress(Poll poll) {
    if (poll.closedAt() == null) {
      return 0;
    }
    Result result = poll.result();
    if (result == null) {
      return 1;
    }
    return (result.certified() ? 3 : 2) + (poll.isRevealed() ? 2 : 0);
  }

  /**
   * Where the poll stands for subscribers: closed only once its result is final, so that a closed
   * poll always comes with it.
   */
  PollStatus phase(Instant now) {
    if (poll.isSettled()) {
      return PollStatus.CLOSED;
    }
    // What was published as open stays so, also when the clock is set back.
    boolean open = publishedStatus == PollStatus.OPEN || poll.window().hasBegun(now);
    return open ? PollStatus.OPEN : PollStatus.SCHEDULED;
  }

  /** The counts for one kind of subscriber, or {@code null} while they are hidden. */
  @Nullable Result shown(boolean host, Instant now) {
    if (poll.isSettled()) {
      return poll.result();
    }
    return host || poll.showsCounts(now) ? Result.live(tally, now) : null;
  }
}
