package dev.oncue.live;

import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollStatus;
import dev.oncue.poll.Result;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A poll as its feed knows it, and what the feed has told of it. Confined to its feed. */
final class TrackedPoll {
  private Poll poll;
  private Tally tally = Tally.ZERO;
  private long talliedAtNanos = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
  private PollStatus told;

  TrackedPoll(Poll poll) {
    this.poll = poll;
  }

  Poll poll() {
    return poll;
  }

  /** The status that subscribers know; {@code null}: they do not know the poll. */
  PollStatus told() {
    return told;
  }

  void tell(PollStatus status) {
    told = status;
  }

  Tally tally() {
    return tally;
  }

  /**
   * @param atNanos when subscribers are told, by {@link System#nanoTime}
   */
  void tally(Tally latest, long atNanos) {
    tally = latest;
    talliedAtNanos = atNanos;
  }

  /** When subscribers were told of a tally last; long ago: never. */
  long talliedAtNanos() {
    return talliedAtNanos;
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
    if (!poll.isSettled()) {
      return 1;
    }
    return (poll.result().certified() ? 3 : 2) + (poll.isRevealed() ? 2 : 0);
  }

  /**
   * Where the poll stands for subscribers: closed only once its result is final, so that a closed
   * poll always comes with it.
   */
  PollStatus phase(Instant now) {
    if (poll.isSettled()) {
      return PollStatus.CLOSED;
    }
    return poll.window().hasBegun(now) ? PollStatus.OPEN : PollStatus.SCHEDULED;
  }

  /** The counts for one kind of subscriber, or {@code null} while they are hidden. */
  Result shown(boolean host, Instant now) {
    if (poll.isSettled()) {
      return poll.result();
    }
    return host || poll.showsCounts(now) ? Result.live(tally, now) : null;
  }
}
