package dev.oncue.warmpool.reconcile;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.LastFailure;
import dev.oncue.TaskThread;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import dev.oncue.viewer.Connected;
import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.InstancePool;
import dev.oncue.window.Phase;
import dev.oncue.window.PoolReport;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Brings the pool to what the plan says, round by round: every two seconds, and soon after a window
 * or a poll has changed. Each round derives everything anew from the grid and the clock, so a
 * process that dies leaves nothing that the next one would not find. One thread runs them, one at a
 * time; a round that fails is logged once and the next one goes on.
 */
@Singleton
final class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  /** Knative's autoscaler decides as often. */
  private static final long PAUSE_MILLIS = 2_000;

  /** Several changes that come together make one round. */
  private static final long SOON_MILLIS = 100;

  private static final long TIMEOUT_SECONDS = 5;
  private static final long STOP_MILLIS = 2_000;

  /** For how long this process is not ready because it has not rehearsed. */
  private static final Duration REHEARSAL = Duration.ofSeconds(10);

  private static final long REHEARSAL_PAUSE_MILLIS = 1_000;

  private final Grid grid;
  private final InstancePool pool;
  private final PoolSettings settings;
  private final PoolMeters meters;
  private final Clock clock;
  private final ShortageLog shortageLog = new ShortageLog();
  private final AtomicBoolean isDueSoon = new AtomicBoolean();

  /** Windows as this process has written them, so that it does not wake itself. */
  private final Map<WindowId, Window> written = new ConcurrentHashMap<>();

  private final LastFailure lastFailure = new LastFailure();
  private final TaskThread rounds = new TaskThread("oncue-warm-pool", this::log);

  /** What was read last; {@code null}: nothing yet. */
  private Reading last;

  private volatile boolean isRehearsed;

  /** Which other pool keeps the windows; {@code null}: none. */
  private volatile String rival;

  /** What the grid knows. */
  private record Reading(
      List<Window> windows,
      List<Poll> polls,
      Map<StreamId, Long> connected,
      Optional<PoolReport> report) {}

  @Inject
  Reconciler(Grid grid, InstancePool pool, PoolSettings settings, PoolMeters meters, Clock clock) {
    this.grid = grid;
    this.pool = pool;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
  }

  /** After all else has started: a process whose start fails has had no round. */
  void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent start) {
    grid.windows().watch(this::changed);
    grid.polls().watch(this::changed);
    prepare(ImageMode.current());
    rounds.repeat(PAUSE_MILLIS, this::round);
  }

  /** In a native executable the first round takes no longer than any other. */
  void prepare(ImageMode mode) {
    if (mode == ImageMode.JVM) {
      rounds.run(this::rehearse);
    } else {
      isRehearsed = true;
    }
  }

  /** The grid and the connection to Kubernetes go after this: a round under way ends first. */
  void stop(@Observes ShutdownEvent stop) throws InterruptedException {
    rounds.close();
    if (!rounds.awaitEnd(STOP_MILLIS)) {
      LOG.warn("a round of the warm pool does not end");
    }
  }

  private void changed(Window window) {
    if (!window.equals(written.get(window.id()))) {
      soon();
    }
  }

  private void changed(Poll poll) {
    if (poll.expectedViewers() != null) {
      soon();
    }
  }

  private void soon() {
    if (isDueSoon.compareAndSet(false, true)) {
      rounds.runIn(SOON_MILLIS, this::roundSoon);
    }
  }

  private void roundSoon() {
    isDueSoon.set(false);
    round();
  }

  /** Whether the first round that matters is not the first one of this process. */
  boolean isRehearsed() {
    return isRehearsed;
  }

  /** Which other pool keeps the windows of this grid; {@code null}: none. */
  String rival() {
    return rival;
  }

  /**
   * Does once what a round does, and changes nothing: the first round of a JVM takes seconds, and
   * must not be the one of a window. Ends after {@link #REHEARSAL} and one call, whatever happens.
   */
  void rehearse() {
    long begun = System.nanoTime();
    try {
      while (!rehearsal() && System.nanoTime() - begun < REHEARSAL.toNanos()) {
        Thread.sleep(REHEARSAL_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("the rehearsal failed", e);
    } catch (Error e) {
      LOG.error("the rehearsal failed", e);
    } finally {
      isRehearsed = true;
    }
  }

  private boolean rehearsal() {
    Instant now = now();
    Window window = Rehearsal.window(now);
    Round round = Round.of(List.of(window), List.of(), Map.of(), settings, now);
    round.next(Map.of(), settings, now);
    return pool.rehearse(round.plan().instances().keySet(), now);
  }

  /** One round, on the thread of the rounds alone. */
  void round() {
    long begun = System.nanoTime();
    try {
      reconcile(now());
      lastFailure.over();
      if (pool.hasFailed()) {
        meters.failed();
      } else {
        meters.round(System.nanoTime() - begun);
      }
    } catch (Throwable e) {
      meters.failed();
      log(e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void reconcile(Instant now) {
    GridUnavailableException unavailable = null;
    try {
      last = read();
    } catch (GridUnavailableException e) {
      // The clock goes on: windows that were known still begin and end.
      unavailable = e;
    }
    if (last == null) {
      throw unavailable;
    }
    if (hasRival(last.report())) {
      meters.leads(false);
      return;
    }
    Round round = Round.of(last.windows(), last.polls(), last.connected(), settings, now);
    Map<String, FunctionStatus> statuses = pool.keep(round.plan().instances(), now);
    meters.leads(pool.isLeader());
    boolean isAlone = last.report().filter(report -> report.isCurrent(now)).isEmpty();
    if (!pool.isLeader() && !(pool.isBlind() && isAlone)) {
      return;
    }
    List<Window> next = round.next(statuses, settings, now);
    shortageLog.log(round.plan(), next, now);
    meters.plan(round.plan(), statuses);
    meters.windows(next);
    if (unavailable != null) {
      throw unavailable;
    }
    if (pool.isLeader()) {
      keep(round, next, now);
    } else {
      tellUnknown(round, next);
    }
  }

  private boolean hasRival(Optional<PoolReport> report) {
    String own = pool.name().orElse(null);
    String before = rival;
    rival =
        report
            .filter(found -> found.isOfAnother(own))
            .map(found -> found.pool() == null ? "one without a name" : found.pool())
            .orElse(null);
    meters.rival(rival != null);
    if (rival != null && !rival.equals(before)) {
      LOG.errorf(
          "another warm pool keeps the windows of this grid: %s. This one (%s) does nothing as long"
              + " as that one is there. Stop one of them, or give each a grid of its own",
          rival, own == null ? "it only watches" : own);
    } else if (rival == null && before != null) {
      LOG.infof("the other warm pool is gone: %s. This one goes on", before);
    }
    return rival != null;
  }

  /**
   * Nobody leads, and this process cannot see anything: statuses must not go on saying what was.
   * Several processes may do so. A status that says already that it is unknown is left alone, and
   * none becomes better, so that they do not contradict each other.
   */
  private void tellUnknown(Round round, List<Window> next) {
    List<CompletionStage<?>> writing = new ArrayList<>();
    for (Window window : next) {
      Window before = round.kept().get(window.id());
      if (before != null && StatusRule.isLost(before.status(), window.status())) {
        written.put(window.id(), window);
        writing.add(grid.windows().replace(before, window));
      }
    }
    writing.forEach(Reconciler::await);
  }

  private Reading read() {
    return new Reading(
        await(grid.windows().all()),
        await(grid.polls().all()),
        Connected.byStream(await(grid.viewers().all())),
        await(grid.windows().report()));
  }

  private void keep(Round round, List<Window> next, Instant now) {
    List<CompletionStage<?>> writing = new ArrayList<>();
    for (Window window : next) {
      Window before = round.kept().get(window.id());
      if (isForgotten(window, now)) {
        written.remove(window.id());
        writing.add(grid.windows().remove(window.id()));
      } else if (!window.equals(before)) {
        written.put(window.id(), window);
        writing.add(
            before == null ? grid.windows().add(window) : grid.windows().replace(before, window));
        measure(before, window);
      }
    }
    writing.add(
        grid.windows()
            .report(
                new PoolReport(settings.keeps(), settings.lead(), now, pool.name().orElse(null))));
    writing.forEach(Reconciler::await);
  }

  private static boolean isForgotten(Window window, Instant now) {
    return window.status().phase() == Phase.RELEASED
        && !window.status().since().plus(Window.KEPT).isAfter(now);
  }

  private void measure(Window before, Window window) {
    boolean wasWarm = before != null && before.status().warmAfter() != null;
    if (!wasWarm && window.status().warmAfter() != null) {
      meters.warm(window.status().warmAfter());
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return CompletableFuture.completedFuture(null)
          .thenCompose(none -> stage)
          .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof GridUnavailableException unavailable ? unavailable : e;
    }
  }

  private void log(Throwable fault) {
    if (fault instanceof GridUnavailableException || rounds.isClosed()) {
      // The former is logged once by whoever keeps the connection; the latter is the end anyway.
      LOG.debug("a round of the warm pool failed", fault);
    } else if (lastFailure.isNews(fault)) {
      LOG.error("a round of the warm pool failed; the next one tries again", fault);
    }
  }
}
