package dev.oncue.poll;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Opens polls, closes them and settles their results. Every step is idempotent and may be run by
 * any number of processes at once: what decides lies in the grid. Thread-safe; no method blocks.
 *
 * <p>A poll is settled in this order: its box is sealed, which fixes the tally; the ballots are
 * recounted; the poll is kept with its final result. Whoever finds a poll over and not settled may
 * settle it, so the death of a process leaves nothing open.
 */
public final class PollLifecycle {
  /**
   * How long after the end of a window its box is sealed, so that ballots which arrived in time and
   * are on their way into the box get in.
   */
  public static final Duration SEAL_DELAY = Duration.ofMillis(20);

  /** As many ballots are some four megabytes on their way to another server. */
  private static final long MAX_SHARD_VIEWERS = 100_000;

  /** How long a final result waits for its recount before it is kept uncertified. */
  private static final Duration RECOUNT_PATIENCE = Duration.ofMillis(40);

  private static final int RECOUNT_TRIES = 20;
  private static final Duration RECOUNT_PAUSE = Duration.ofMillis(100);

  private final Polls polls;
  private final BallotBoxes boxes;
  private final Clock clock;
  private final int shards;
  private final Map<PollId, CompletableFuture<Poll>> settling = new ConcurrentHashMap<>();

  /**
   * @param shards in how many parts the ballots of a new poll lie
   */
  public PollLifecycle(Grid grid, Clock clock, int shards) {
    this.polls = grid.polls();
    this.boxes = grid.ballotBoxes();
    this.clock = clock;
    this.shards = shards;
  }

  /**
   * Opens a poll, or schedules it.
   *
   * @throws dev.oncue.json.MalformedException in the stage, when the window of a new poll is over
   */
  public CompletionStage<Opening> open(PollDraft draft) {
    return polls.find(draft.id()).thenCompose(existing -> open(draft, existing));
  }

  private CompletionStage<Opening> open(PollDraft draft, Optional<Poll> existing) {
    if (existing.isPresent()) {
      return CompletableFuture.completedFuture(compared(draft, existing.get()));
    }
    Poll poll = draft.at(clock.instant(), shardsFor(draft), Receipts.withNewKey());
    return polls
        .add(poll)
        .thenApply(
            other -> other.isPresent() ? compared(draft, other.get()) : new Opening.Opened(poll));
  }

  /** More where a shard would grow too large to move from server to server in a moment. */
  private int shardsFor(PollDraft draft) {
    int expected = draft.expectedViewers() == null ? 0 : draft.expectedViewers();
    int needed = (int) ((expected + MAX_SHARD_VIEWERS - 1) / MAX_SHARD_VIEWERS);
    return Math.max(shards, Math.min(needed, Poll.MAX_SHARDS));
  }

  private static Opening compared(PollDraft draft, Poll existing) {
    return draft.asksFor(existing)
        ? new Opening.Unchanged(existing)
        : new Opening.Conflict(existing);
  }

  /**
   * Closes a poll by hand: its grace does not count. At once, unless its viewers are behind the
   * host; then as soon as all have seen the frame at which it was closed. A poll that is closed
   * already, or was never open, is closed just as well.
   *
   * @return the poll with its final result, certified unless the recount takes too long; or still
   *     open, with the end that it has now; empty: there is no such poll
   */
  public CompletionStage<Optional<Poll>> close(PollId id) {
    return polls
        .find(id)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedFuture(found)
                    : close(found.get()).thenApply(Optional::of));
  }

  private CompletionStage<Poll> close(Poll poll) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (poll.status(now) == PollStatus.CLOSED || poll.closedAt() != null) {
      return settle(poll).thenCompose(this::certify);
    }
    Poll closed = poll.closedByHand(now);
    return polls
        .replace(poll, closed)
        .thenCompose(
            done ->
                done
                    ? settle(closed).thenCompose(this::certify)
                    : again(poll).thenCompose(this::close));
  }

  /**
   * Gives a poll its final result when it is over; returns any other poll as it is.
   *
   * @return the poll as it is then, settled if it is over
   */
  public CompletionStage<Poll> settle(Poll poll) {
    if (poll.isSettled() || poll.status(clock.instant()) != PollStatus.CLOSED) {
      return CompletableFuture.completedFuture(poll);
    }
    CompletableFuture<Poll> mine = new CompletableFuture<>();
    CompletableFuture<Poll> other = settling.putIfAbsent(poll.id(), mine);
    if (other != null) {
      return other;
    }
    CompletableFuture.runAsync(() -> {}, sealing(poll))
        .thenCompose(ignored -> sealAndKeep(poll))
        .whenComplete(
            (settled, fault) -> {
              settling.remove(poll.id());
              if (fault == null) {
                mine.complete(settled);
              } else {
                mine.completeExceptionally(fault);
              }
            });
    return mine;
  }

  /** Runs at once what may be sealed at once, and later what is given its delay. */
  private Executor sealing(Poll poll) {
    if (poll.closedAt() != null && !poll.hasLatency()) {
      return Runnable::run;
    }
    Duration wait = Duration.between(clock.instant(), poll.end().plus(SEAL_DELAY));
    return wait.isNegative() || wait.isZero()
        ? Runnable::run
        : CompletableFuture.delayedExecutor(wait.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Poll> sealAndKeep(Poll poll) {
    return boxes
        .seal(poll)
        .thenCompose(
            tally ->
                recountSoon(poll).thenCompose(recount -> keep(poll, tally, tally.equals(recount))));
  }

  private CompletionStage<Tally> recountSoon(Poll poll) {
    return boxes
        .recount(poll)
        .exceptionally(fault -> null)
        .toCompletableFuture()
        .completeOnTimeout(null, RECOUNT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Poll> keep(Poll poll, Tally tally, boolean certified) {
    Result result = Result.closed(tally, certified, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    Poll settled = poll.closedAt(poll.end()).settled(result);
    return polls
        .replace(poll, settled)
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(settled)
                    : again(poll)
                        .thenCompose(
                            now ->
                                now.isSettled()
                                    ? CompletableFuture.completedFuture(now)
                                    : sealAndKeep(now)));
  }

  /**
   * Certifies a settled poll's result: recounts the ballots until they agree with it.
   *
   * @return the poll, certified unless the ballots did not agree within two seconds
   */
  public CompletionStage<Poll> certify(Poll poll) {
    return certify(poll, RECOUNT_TRIES);
  }

  private CompletionStage<Poll> certify(Poll poll, int tries) {
    if (!poll.isSettled() || poll.result().certified() || tries == 0) {
      return CompletableFuture.completedFuture(poll);
    }
    return boxes
        .recount(poll)
        .thenCompose(
            recount ->
                recount.equals(poll.result().tally())
                    ? keepCertified(poll)
                    : CompletableFuture.supplyAsync(() -> poll, pause())
                        .thenCompose(same -> certify(same, tries - 1)));
  }

  private static Executor pause() {
    return CompletableFuture.delayedExecutor(RECOUNT_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Poll> keepCertified(Poll poll) {
    Result result = poll.result();
    Poll certified = poll.settled(Result.closed(result.tally(), true, result.asOf()));
    return polls
        .replace(poll, certified)
        .thenCompose(done -> done ? CompletableFuture.completedFuture(certified) : again(poll));
  }

  /**
   * Notes that a poll's result is revealed. Revealing it again changes nothing.
   *
   * @return the poll, revealed unless it is not closed yet; empty: there is no such poll
   */
  public CompletionStage<Optional<Poll>> reveal(PollId id) {
    return polls
        .find(id)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedFuture(found)
                    : reveal(found.get()).thenApply(Optional::of));
  }

  private CompletionStage<Poll> reveal(Poll poll) {
    // Certified first: what is on screen does not change any more, and no recount is overtaken.
    return settle(poll).thenCompose(this::certify).thenCompose(this::keepRevealed);
  }

  private CompletionStage<Poll> keepRevealed(Poll poll) {
    if (!poll.isSettled() || poll.isRevealed()) {
      return CompletableFuture.completedFuture(poll);
    }
    Poll revealed = poll.revealedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return polls
        .replace(poll, revealed)
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(revealed)
                    : again(poll).thenCompose(this::keepRevealed));
  }

  /** The poll as it is now; fails when it was removed in between. */
  private CompletionStage<Poll> again(Poll poll) {
    return polls
        .find(poll.id())
        .thenApply(
            found ->
                found.orElseThrow(
                    () -> new IllegalStateException(poll.id().path() + " was removed")));
  }
}
