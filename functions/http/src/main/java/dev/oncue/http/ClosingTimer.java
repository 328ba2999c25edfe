package dev.oncue.http;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Retention;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Closes polls whose window is over, with nobody calling, and removes those whose retention is
 * over. A timer for each poll makes it prompt; a sweep each second makes it sure, also for polls
 * that another process opened or left half closed. Any number of instances may do the same, and
 * every function does, so that none is needed: poll-close at once, the others when a moment later
 * nobody has ({@code oncue.closing.delay}).
 */
@Singleton
final class ClosingTimer {
  private static final Logger LOG = Logger.getLogger(ClosingTimer.class);
  private static final long SWEEP_MILLIS = 1_000;

  /** Timers further ahead than this are left to the sweep. */
  private static final Duration HORIZON = Duration.ofHours(1);

  private final Grid grid;
  private final PollLifecycle lifecycle;
  private final Clock clock;
  private final Vertx vertx;
  private final Duration delay;
  private final Retention retention;

  /** Polls whose result could not be certified. Reported once, and not recounted for ever. */
  private final Set<PollId> doubtful = ConcurrentHashMap.newKeySet();

  @Inject
  ClosingTimer(
      Grid grid,
      PollLifecycle lifecycle,
      Clock clock,
      Vertx vertx,
      @ConfigProperty(name = "oncue.closing.delay", defaultValue = "PT0.4S") String delay,
      @ConfigProperty(name = "oncue.retention.time", defaultValue = "P7D") String time,
      @ConfigProperty(name = "oncue.retention.polls", defaultValue = "10000") String polls) {
    this.grid = grid;
    this.lifecycle = lifecycle;
    this.clock = clock;
    this.vertx = vertx;
    this.delay = Settings.duration("ONCUE_CLOSING_DELAY", delay);
    this.retention =
        new Retention(
            Settings.duration("ONCUE_RETENTION_TIME", time),
            Settings.number("ONCUE_RETENTION_POLLS", polls, 1, Integer.MAX_VALUE));
  }

  void start(@Observes StartupEvent start) {
    grid.polls().watch(this::schedule);
    vertx.setPeriodic(1, SWEEP_MILLIS, tick -> sweep());
  }

  private void schedule(Poll poll) {
    Instant end = poll.end();
    if (poll.isSettled() || end == null) {
      return;
    }
    Duration wait =
        Duration.between(clock.instant(), end.plus(PollLifecycle.SEAL_DELAY).plus(patience()));
    if (wait.compareTo(HORIZON) < 0) {
      vertx.setTimer(Math.max(1, wait.toMillis() + 1), timer -> settleLatest(poll));
    }
  }

  /** Spread out, so that those who wait for another do not all come in its place. */
  private Duration patience() {
    return delay.isZero()
        ? delay
        : delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() + 1));
  }

  private void settleLatest(Poll poll) {
    grid.polls().find(poll.id()).thenAccept(found -> found.ifPresent(this::settle));
  }

  private void sweep() {
    grid.polls().all().thenAccept(this::sweep).exceptionally(ClosingTimer::failed);
  }

  private void sweep(List<Poll> polls) {
    Instant now = clock.instant();
    polls.stream().filter(poll -> isLeftToAnyone(poll, now)).forEach(this::settle);
    retention.expired(polls, now.minus(delay)).forEach(this::remove);
  }

  /** Whether those who are to act before this process have had their time. */
  private boolean isLeftToAnyone(Poll poll, Instant now) {
    Instant due = poll.isSettled() ? poll.result().asOf() : poll.end();
    return due != null && !now.isBefore(due.plus(delay));
  }

  private void settle(Poll poll) {
    if (poll.isSettled() && (poll.result().certified() || doubtful.contains(poll.id()))) {
      return;
    }
    lifecycle
        .settle(poll)
        .thenCompose(lifecycle::certify)
        .thenAccept(this::reportUncertified)
        .exceptionally(ClosingTimer::failed);
  }

  private void remove(Poll poll) {
    doubtful.remove(poll.id());
    grid.ballotBoxes()
        .discard(poll)
        .thenCompose(done -> grid.polls().remove(poll.id()))
        .exceptionally(ClosingTimer::failed);
  }

  private void reportUncertified(Poll poll) {
    if (poll.isSettled() && !poll.result().certified() && doubtful.add(poll.id())) {
      LOG.errorf("%s: the kept ballots do not agree with the result", poll.id().path());
    }
  }

  private static Void failed(Throwable fault) {
    if (fault instanceof GridUnavailableException
        || fault.getCause() instanceof GridUnavailableException) {
      // Told once by whoever keeps the connection, and not again by each sweep.
      return null;
    }
    LOG.error("closing or removing polls failed; it is tried again in a second", fault);
    return null;
  }
}
