package dev.oncue.pollopen;

import dev.oncue.Grid;
import dev.oncue.LastFailure;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollStatus;
import dev.oncue.window.Expectation;
import dev.oncue.window.PoolReport;
import dev.oncue.window.Readiness;
import dev.oncue.window.Window;
import dev.oncue.window.Windows;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the warm pool last reported, read in the background. A poll's opening asks it without
 * waiting, and is told nothing where nothing is known: the pool must never be what keeps a poll
 * from opening. Thread-safe.
 */
@Singleton
final class WarmPoolView {
  private static final Logger LOG = Logger.getLogger(WarmPoolView.class);
  private static final long READ_MILLIS = 2_000;

  private final Windows windows;
  private final Vertx vertx;

  private final LastFailure lastFailure = new LastFailure();
  private volatile View view = new View(null, List.of(), System.nanoTime());

  /**
   * @param report {@code null}: nobody made one lately
   */
  private record View(@Nullable PoolReport report, List<Window> windows, long atNanos) {
    boolean isCurrent() {
      return System.nanoTime() - atNanos < PoolReport.KEPT.toNanos();
    }
  }

  @Inject
  WarmPoolView(Grid grid, Vertx vertx) {
    this.windows = grid.windows();
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent start) {
    vertx.setPeriodic(1, READ_MILLIS, tick -> read());
  }

  /** Asks anew; what is answered is known to those who come later. */
  void read() {
    long asked = System.nanoTime();
    CompletableFuture.completedFuture(windows)
        .thenCompose(Windows::report)
        .thenCompose(
            report -> windows.all().thenApply(all -> new View(report.orElse(null), all, asked)))
        .thenAccept(this::seen)
        .exceptionally(this::failed);
  }

  private void seen(View latest) {
    view = latest;
    lastFailure.over();
  }

  private Void failed(Throwable fault) {
    LOG.log(
        lastFailure.isNews(fault) ? Logger.Level.ERROR : Logger.Level.DEBUG,
        "the warm pool cannot be read; the next attempt is in two seconds",
        fault);
    return null;
  }

  /** How ready the pool is for a poll; empty: the poll is closed, or nobody keeps a pool. */
  Optional<Readiness> readiness(Poll poll, Instant now) {
    View latest = view;
    PoolReport report = latest.report();
    if (report == null || !report.keeps() || !latest.isCurrent()) {
      return Optional.empty();
    }
    if (poll.status(now) == PollStatus.CLOSED) {
      return Optional.empty();
    }
    int viewers = poll.expectedViewers() == null ? 0 : poll.expectedViewers();
    Expectation expectation =
        new Expectation(poll.id().stream(), poll.id().name(), poll.window().opensAt(), viewers);
    return Optional.of(expectation.readiness(latest.windows(), report, now));
  }
}
