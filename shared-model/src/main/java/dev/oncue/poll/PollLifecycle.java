package dev.oncue.poll;

import dev.oncue.Attempts;
import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Opens polls, closes them and settles their results. Every step is idempotent and may be run by
 * any number of processes at once: what decides lies in the grid. Thread-safe; no method blocks.
 *
 * <p>A poll is settled in this order: its box is sealed, which fixes the tally; the ballots are
 * recounted; the poll is kept with its final result. Whoever finds a poll over and not settled may
 * settle it, so the death of a process leaves nothing open.
 */
public final class PollLifecycle {
  /** How long before the end of a window its box is watched, where somebody is there in time. */
  public static final Duration LEAD = Duration.ofMillis(100);

  /** As many ballots are some four megabytes on their way to another server. */
  private static final long MAX_SHARD_VIEWERS = 100_000;

  /** How long a final result waits for its recount before it is kept uncertified. */
  private static final Duration RECOUNT_TIMEOUT = Duration.ofMillis(40);

  private static final Duration SHORTEST_RECOUNT_TIMEOUT = Duration.ofMillis(10);

  /** How long after the end a recount is waited for at most, so that a result is told in time. */
  private static final Duration RECOUNT_END = Duration.ofMillis(80);

  private static final int RECOUNT_TRIES = 20;
  private static final Duration RECOUNT_PAUSE = Duration.ofMillis(100);

  private final Polls polls;
  private final Latencies latencies;
  private final BallotBoxes boxes;
  private final Clock clock;
  private final int shards;
  private final Consumer<Poll> settledHere;
  private final Map<Ending, CompletableFuture<Poll>> settling = new ConcurrentHashMap<>();

  /** A poll and when it ends: it may be closed by hand while its planned end is awaited. */
  private record Ending(PollId poll, Instant end) {}

  /**
   * @param shards in how many parts the ballots of a new poll lie
   */
  public PollLifecycle(Grid grid, Clock clock, int shards) {
    this(grid, clock, shards, poll -> {});
  }

  /**
   * @param shards in how many parts the ballots of a new poll lie
   * @param settledHere told of each poll that this process has given its result, once; called on a
   *     thread of the grid, it must not block
   */
  public PollLifecycle(Grid grid, Clock clock, int shards, Consumer<Poll> settledHere) {
    this.polls = grid.polls();
    this.latencies = grid.latencies();
    this.boxes = grid.ballotBoxes();
    this.clock = clock;
    this.shards = shards;
    this.settledHere = settledHere;
  }

  /**
   * Opens a poll, or schedules it. One that says nothing of a latency takes its stream's, as it is
   * now.
   *
   * @throws dev.oncue.json.MalformedException in the stage, when the window of a new poll is over
   */
  public CompletionStage<Opening> open(PollDraft draft) {
    return open(draft, poll -> CompletableFuture.completedFuture(null));
  }

  /**
   * Opens a poll, or schedules it, where it is admitted.
   *
   * @param admission is asked before a new poll is kept; where its stage fails, none is, and the
   *     opening fails in the same way
   */
  public CompletionStage<Opening> open(
      PollDraft draft, Function<Poll, CompletionStage<Void>> admission) {
    return onItsStream(draft)
        .thenCompose(
            asked ->
                polls
                    .find(asked.id())
                    .thenCompose(
                        existing ->
                            existing.isPresent()
                                ? CompletableFuture.completedFuture(compared(asked, existing.get()))
                                : openNew(asked, admission)));
  }

  private CompletionStage<PollDraft> onItsStream(PollDraft draft) {
    if (!draft.latencyOfStream()) {
      return CompletableFuture.completedFuture(draft);
    }
    return latencies
        .find(draft.id().stream())
        .thenApply(found -> draft.onStreamWith(found.orElse(Latency.NONE)));
  }

  private CompletionStage<Opening> openNew(
      PollDraft draft, Function<Poll, CompletionStage<Void>> admission) {
    Poll poll = draft.at(clock.instant(), shardsFor(draft), Receipts.withNewKey());
    return admission
        .apply(poll)
        .thenCompose(admitted -> polls.add(poll))
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
    return change(
            poll,
            known ->
                known.status(now) == PollStatus.CLOSED || known.closedAt() != null
                    ? known
                    : known.closedByHand(now))
        .thenCompose(this::settle)
        .thenCompose(this::certify);
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
    return settled(poll);
  }

  /**
   * Settles a poll right on its end. Call it {@link #LEAD} before: ballots on their way into its
   * box are told from a box that is quiet. Later is well, too, and earlier does nothing.
   *
   * @return the poll as it is then, settled unless it has no end or that is further away
   */
  public CompletionStage<Poll> closeOnTime(Poll poll) {
    Instant end = poll.end();
    boolean early = end == null || clock.instant().isBefore(end.minus(LEAD));
    return early ? CompletableFuture.completedFuture(poll) : settled(poll);
  }

  private CompletionStage<Poll> settled(Poll poll) {
    if (poll.isSettled()) {
      return CompletableFuture.completedFuture(poll);
    }
    CompletableFuture<Poll> mine = new CompletableFuture<>();
    Ending ending = new Ending(poll.id(), endOf(poll));
    CompletableFuture<Poll> other = settling.putIfAbsent(ending, mine);
    if (other != null) {
      return other;
    }
    CompletableFuture.completedFuture(poll)
        .thenCompose(this::lastBallots)
        .thenCompose(ignored -> sealAndKeep(poll))
        .whenComplete(
            (settled, fault) -> {
              settling.remove(ending);
              if (fault == null) {
                mine.complete(settled);
              } else {
                mine.completeExceptionally(fault);
              }
            });
    return mine;
  }

  private static Instant endOf(Poll closed) {
    return Objects.requireNonNull(closed.end(), "a closed poll has an end");
  }

  /** Waits for ballots that were read before the end. */
  private CompletionStage<Void> lastBallots(Poll poll) {
    boolean byHand = poll.closedAt() != null && !poll.hasLatency();
    boolean neverOpen = byHand && !poll.window().hasBegun(endOf(poll));
    if (neverOpen) {
      return CompletableFuture.completedFuture(null);
    }
    LastBallots.Wait wait = byHand ? LastBallots.Wait.BY_HAND : LastBallots.Wait.ON_TIME;
    Duration now = Duration.between(endOf(poll), clock.instant());
    return new BoxWatch(() -> boxes.tally(poll), now, wait).untilQuiet();
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
        .completeOnTimeout(null, recountTimeout(poll).toMillis(), TimeUnit.MILLISECONDS);
  }

  private Duration recountTimeout(Poll poll) {
    Duration left = Duration.between(clock.instant(), endOf(poll).plus(RECOUNT_END));
    if (left.compareTo(SHORTEST_RECOUNT_TIMEOUT) < 0) {
      return SHORTEST_RECOUNT_TIMEOUT;
    }
    return left.compareTo(RECOUNT_TIMEOUT) < 0 ? left : RECOUNT_TIMEOUT;
  }

  private CompletionStage<Poll> keep(Poll poll, Tally tally, boolean certified) {
    Result result = Result.closed(tally, certified, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return change(
            poll, known -> known.isSettled() ? known : known.closedAt(endOf(known)).settled(result))
        .thenApply(kept -> reported(kept, result));
  }

  /** Another process may have been first, with a result of its own. */
  private Poll reported(Poll settled, Result mine) {
    if (settled.result() == mine) {
      settledHere.accept(settled);
    }
    return settled;
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
    Result result = poll.result();
    if (result == null || result.certified() || tries == 0) {
      return CompletableFuture.completedFuture(poll);
    }
    return boxes
        .recount(poll)
        .thenCompose(
            recount ->
                recount.equals(result.tally())
                    ? keepCertified(poll)
                    : CompletableFuture.supplyAsync(() -> poll, pause())
                        .thenCompose(same -> certify(same, tries - 1)));
  }

  private static Executor pause() {
    return CompletableFuture.delayedExecutor(RECOUNT_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Poll> keepCertified(Poll poll) {
    return change(poll, PollLifecycle::certified);
  }

  private static Poll certified(Poll settled) {
    Result result = Objects.requireNonNull(settled.result());
    return result.certified()
        ? settled
        : settled.settled(Result.closed(result.tally(), true, result.asOf()));
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
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return change(
        poll, known -> !known.isSettled() || known.isRevealed() ? known : known.revealedAt(now));
  }

  /**
   * Changes a poll as it is kept; others may change it at the same time.
   *
   * @param step gives the very poll that it is given where there is nothing to change
   * @return the poll as it is kept then; fails with {@link dev.oncue.ContendedException} when
   *     others were first again and again
   */
  private CompletionStage<Poll> change(Poll poll, UnaryOperator<Poll> step) {
    return change(poll, step, new Attempts(poll.id().path()));
  }

  private CompletionStage<Poll> change(Poll poll, UnaryOperator<Poll> step, Attempts attempts) {
    Poll next = step.apply(poll);
    if (next == poll) {
      return CompletableFuture.completedFuture(poll);
    }
    return polls
        .replace(poll, next)
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(next)
                    : attempts
                        .again(() -> again(poll))
                        .thenCompose(now -> change(now, step, attempts)));
  }

  /** The poll as it is now; fails when it was removed in between. */
  private CompletionStage<Poll> again(Poll poll) {
    return polls
        .find(poll.id())
        .thenApply(found -> found.orElseThrow(() -> new RemovedException(poll.id())));
  }
}
