package dev.oncue.closing;

import dev.oncue.ContendedException;
import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.StageFailure;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Polls;
import dev.oncue.poll.RemovedException;
import dev.oncue.poll.Result;
import dev.oncue.poll.Retention;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Closes polls whose window is over, with nobody calling, and removes those whose retention is
 * over. A sweep each second looks at all polls, whoever opened them and whenever this process
 * began, and gives a timer to each whose end is near; what changes in between is heard of at once.
 * Any number of instances may do the same, and every function does, so that none is needed:
 * poll-close at once, the others when a moment later nobody has ({@code oncue.closing.delay}).
 * Confined to one event loop.
 */
@Singleton
final class ClosingTimer {
  private static final Logger LOG = Logger.getLogger(ClosingTimer.class);

  /** Well within the horizon of timers, so that a sweep may come late. */
  private static final long SWEEP_MILLIS = 1_000;

  private static final long SWEEP_TIMEOUT_SECONDS = 5;

  private final Grid grid;
  private final PollLifecycle lifecycle;
  private final ResultMeters results;
  private final Clock clock;
  private final Vertx vertx;
  private final Context loop;
  private final ClosingPlan plan;
  private final Retention retention;
  private final DueTimers<PollId> timers;

  /** Polls whose result could not be certified. Reported once, and not recounted for ever. */
  private final Set<PollId> uncertified = new HashSet<>();

  private boolean sweeps;

  /** Polls that could not be settled although the grid is there. */
  private final SettlingBackoff backoff = new SettlingBackoff();

  @Inject
  ClosingTimer(
      Grid grid,
      PollLifecycle lifecycle,
      Clock clock,
      Vertx vertx,
      ClosingConfig closing,
      RetentionConfig kept,
      ResultMeters results) {
    this.grid = grid;
    this.results = results;
    this.lifecycle = lifecycle;
    this.clock = clock;
    this.vertx = vertx;
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
    this.plan = new ClosingPlan(spread(closing.delay()));
    this.retention = new Retention(kept.time(), kept.polls(), kept.streamPolls(), kept.allPolls());
    this.timers = new DueTimers<>(vertx, clock);
  }

  /** Spread out, so that those who wait for another do not all come in its place. */
  private static Duration spread(Duration delay) {
    return delay.isZero()
        ? delay
        : delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() + 1));
  }

  void start(@Observes StartupEvent start) {
    grid.polls().watch(poll -> onLoop(() -> schedule(poll)));
    onLoop(
        () -> {
          vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
          sweep();
        });
  }

  private void onLoop(Runnable task) {
    loop.runOnContext(ignored -> task.run());
  }

  /** One after the other, and none for ever: a grid that never answers must not stop them. */
  private void sweep() {
    if (sweeps) {
      return;
    }
    sweeps = true;
    CompletableFuture.completedFuture(grid.polls())
        .thenCompose(Polls::all)
        .orTimeout(SWEEP_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        // To sort thousands of polls is no work for an event loop.
        .thenApplyAsync(
            polls ->
                new Swept(polls, retention.expired(polls, clock.instant().minus(plan.delay()))))
        .whenComplete((swept, fault) -> onLoop(() -> swept(swept, fault)));
  }

  /** What a sweep has found. */
  private record Swept(List<Poll> polls, List<Poll> expired) {}

  private void swept(Swept swept, Throwable fault) {
    sweeps = false;
    if (fault != null) {
      failed(fault);
      return;
    }
    swept.polls().forEach(this::schedule);
    swept.expired().forEach(this::remove);
  }

  /** Sees to a poll's end if it is time to, and sets a timer if it soon is. */
  private void schedule(Poll poll) {
    Instant due = plan.due(poll);
    if (due == null || poll.isSettled() && uncertified.contains(poll.id())) {
      timers.cancel(poll.id());
    } else if (due.isAfter(clock.instant())) {
      timers.set(poll.id(), due, () -> readAgain(poll.id()));
    } else {
      close(poll);
    }
  }

  /** Its end may have moved since the timer was set. */
  private void readAgain(PollId id) {
    CompletableFuture.completedFuture(id)
        .thenCompose(grid.polls()::find)
        .thenAccept(found -> found.ifPresent(poll -> onLoop(() -> schedule(poll))))
        .exceptionally(ClosingTimer::failed);
  }

  private void close(Poll poll) {
    timers.cancel(poll.id());
    if (backoff.isPaused(poll.id(), clock.instant())) {
      return;
    }
    CompletableFuture.completedFuture(poll)
        .thenCompose(lifecycle::closeOnTime)
        .thenCompose(lifecycle::certify)
        .thenAccept(latest -> onLoop(() -> settled(latest)))
        .exceptionally(fault -> notSettled(poll, fault));
  }

  private void settled(Poll poll) {
    backoff.settled(poll.id());
    reportUncertified(poll);
  }

  private Void notSettled(Poll poll, Throwable fault) {
    Throwable cause = StageFailure.cause(fault);
    if (cause instanceof RemovedException) {
      backoff.settled(poll.id());
    } else if (cause instanceof ContendedException
        || !(cause instanceof GridUnavailableException)) {
      backoff.failed(poll.id(), clock.instant());
    }
    return failed(fault);
  }

  private void remove(Poll poll) {
    uncertified.remove(poll.id());
    backoff.settled(poll.id());
    CompletableFuture.completedFuture(poll)
        .thenCompose(grid.ballotBoxes()::discard)
        .thenCompose(done -> grid.polls().remove(poll.id()))
        .exceptionally(ClosingTimer::failed);
  }

  private void reportUncertified(Poll poll) {
    Result result = poll.result();
    if (result != null && !result.certified() && uncertified.add(poll.id())) {
      results.uncertified(poll);
    }
  }

  private static Void failed(Throwable fault) {
    Throwable cause = StageFailure.cause(fault);
    if (cause instanceof ContendedException) {
      LOG.errorf("a poll is over and could not be settled, trying again: %s", cause.getMessage());
    } else if (!(cause instanceof GridUnavailableException || cause instanceof RemovedException)) {
      // That the grid is away is told once by whoever keeps the connection, not by each sweep.
      LOG.error("closing or removing polls failed; it is tried again in a moment", fault);
    }
    return null;
  }
}
