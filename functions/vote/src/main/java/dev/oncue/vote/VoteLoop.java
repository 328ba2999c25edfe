package dev.oncue.vote;

import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The votes of one event loop: those that wait, oldest first, and the batchers by which ballots get
 * into their shards, one for each shard that has ballots under way. No locks: all of it belongs to
 * that event loop, and every method but {@link #execute} throws an {@link IllegalStateException} on
 * another thread.
 *
 * <p>A check every {@value #CHECK_MILLIS} ms ends what has waited too long; a timer for each would
 * cost more.
 */
final class VoteLoop {
  /**
   * Between two batches of one batcher. Viewers do not notice it, and a vote costs the servers half
   * of what it would cost without; RATIONALE.md has the figures.
   */
  private static final long PAUSE_MILLIS = 1;

  private static final long CHECK_MILLIS = 100;

  /**
   * A vote is answered within 2 s of its arrival. That is time for one server of the grid that does
   * not answer, and for another that does.
   */
  private static final long TIMEOUT_NANOS = 1_600_000_000L;

  private static final Logger LOG = Logger.getLogger(VoteLoop.class);

  private final EventExecutor loop;
  private final BallotBoxes boxes;
  private final VoteCount count;
  private final Set<WaitingVote> waiting = new LinkedHashSet<>();
  private final Map<Shard, BallotBatcher> batchers = new HashMap<>();
  private long checkedNanos = System.nanoTime();

  /** Where a ballot goes. */
  private record Shard(PollId poll, int number) {}

  private VoteLoop(EventExecutor loop, BallotBoxes boxes, VoteCount count) {
    this.loop = loop;
    this.boxes = boxes;
    this.count = count;
  }

  /** What belongs to an event loop, from now on looked after. */
  static VoteLoop start(EventExecutor loop, BallotBoxes boxes, VoteCount count) {
    VoteLoop votes = new VoteLoop(loop, boxes, count);
    loop.scheduleAtFixedRate(
        votes::checkTimeouts, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    return votes;
  }

  /**
   * A vote has arrived, and waits from now on. Where the event loop is late, the vote has been in
   * its socket since the last check, at the longest: that counts as waiting.
   *
   * @param nanos now, {@link System#nanoTime}
   * @throws dev.oncue.http.problem.ProblemException overloaded, when too many wait
   */
  WaitingVote arrive(long nanos) {
    requireHere();
    count.increment();
    WaitingVote vote = new WaitingVote(this, nanos, checkedNanos);
    waiting.add(vote);
    return vote;
  }

  /** A vote waits no more. */
  void end(WaitingVote vote) {
    requireHere();
    if (waiting.remove(vote)) {
      count.decrement();
    }
  }

  /**
   * Sends a ballot on its way.
   *
   * @param outcome completed on this event loop with what became of it; a ballot that is not on its
   *     way into the shard when somebody else has completed it does not go there any more
   */
  void cast(Poll poll, Cast cast, CompletableFuture<CastOutcome> outcome) {
    requireHere();
    batcher(poll, new Shard(poll.id(), poll.shardOf(cast.viewer()))).add(cast, outcome);
  }

  private BallotBatcher batcher(Poll poll, Shard shard) {
    BallotBatcher batcher = batchers.get(shard);
    if (batcher == null) {
      BallotBatcher.Owner owner =
          new BallotBatcher.Owner(
              loop::inEventLoop,
              loop,
              task -> loop.schedule(task, PAUSE_MILLIS, TimeUnit.MILLISECONDS),
              idle -> batchers.remove(shard, idle));
      batcher =
          new BallotBatcher(batch -> boxes.cast(poll, shard.number(), batch), poll.revote(), owner);
      batchers.put(shard, batcher);
    }
    return batcher;
  }

  /** Runs a task on this event loop. Thread-safe. */
  void execute(Runnable task) {
    loop.execute(task);
  }

  /** Throws an {@link IllegalStateException} on any other thread. */
  void requireHere() {
    if (!loop.inEventLoop()) {
      throw new IllegalStateException(
          "votes of another event loop, on " + Thread.currentThread().getName());
    }
  }

  private void checkTimeouts() {
    try {
      long now = System.nanoTime();
      checkedNanos = now;
      takeExpired(now).forEach(WaitingVote::timeOut);
      List.copyOf(batchers.values()).forEach(batcher -> batcher.checkTimeouts(now));
    } catch (Throwable e) {
      // What throws would not be run again.
      LOG.error("the check of waiting votes failed; it goes on", e);
    }
  }

  private List<WaitingVote> takeExpired(long now) {
    List<WaitingVote> expired = new ArrayList<>();
    Iterator<WaitingVote> oldest = waiting.iterator();
    while (oldest.hasNext()) {
      WaitingVote vote = oldest.next();
      if (now - vote.waitsSinceNanos() < TIMEOUT_NANOS) {
        break;
      }
      oldest.remove();
      count.decrement();
      expired.add(vote);
    }
    return expired;
  }
}
