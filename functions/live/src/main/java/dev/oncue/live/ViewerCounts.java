package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.LastFailure;
import dev.oncue.StageFailure;
import dev.oncue.stream.StreamId;
import dev.oncue.viewer.Connected;
import dev.oncue.viewer.Viewers;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Reports to the grid how many viewers each stream has at this instance, and each feed how many its
 * stream has at the others. Once a second: what has changed at once, the rest before it is
 * forgotten. Confined to the event loop of its timer.
 */
@Singleton
final class ViewerCounts {
  private static final Logger LOG = Logger.getLogger(ViewerCounts.class);
  private static final long TICK_MILLIS = 1_000;

  /** Two more attempts before what was reported is forgotten. */
  private static final long REPORT_AGAIN_NANOS = Viewers.KEPT.toNanos() / 3;

  private final Viewers viewers;
  private final Feeds feeds;
  private final Vertx vertx;
  private final String instance = "live-" + UUID.randomUUID();
  private final Map<StreamId, Reported> reported = new HashMap<>();
  private final LastFailure lastFailure = new LastFailure();
  private final AtomicBoolean reads = new AtomicBoolean();

  private record Reported(int viewers, long atNanos) {
    boolean isNews(int now, long nowNanos) {
      return now != viewers || now > 0 && nowNanos - atNanos > REPORT_AGAIN_NANOS;
    }
  }

  @Inject
  ViewerCounts(Grid grid, Feeds feeds, Vertx vertx) {
    this.viewers = grid.viewers();
    this.feeds = feeds;
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent start) {
    vertx.setPeriodic(TICK_MILLIS, tick -> tick());
  }

  private void tick() {
    Map<StreamId, Feed> running = feeds.all();
    Set<StreamId> streams = new HashSet<>(reported.keySet());
    streams.addAll(running.keySet());
    long now = System.nanoTime();
    for (StreamId stream : streams) {
      Feed feed = running.get(stream);
      report(stream, feed == null ? 0 : feed.viewersHere(), now);
    }
    if (!running.isEmpty() && reads.compareAndSet(false, true)) {
      receive(running);
    }
  }

  private void report(StreamId stream, int count, long nowNanos) {
    if (!reported.getOrDefault(stream, new Reported(0, nowNanos)).isNews(count, nowNanos)) {
      return;
    }
    if (count == 0) {
      // Should this not reach the grid, it is forgotten there by itself.
      reported.remove(stream);
    } else {
      reported.put(stream, new Reported(count, nowNanos));
    }
    CompletableFuture.completedFuture(new Connected(instance, stream, count))
        .thenCompose(viewers::report)
        .exceptionally(this::failed);
  }

  private void receive(Map<StreamId, Feed> running) {
    CompletableFuture.completedFuture(running)
        .thenCompose(asked -> viewers.all())
        .orTimeout(SingleFlightRead.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(all -> receive(running, all))
        .thenAccept(done -> lastFailure.over())
        .exceptionally(this::failed)
        .whenComplete((done, fault) -> reads.set(false));
  }

  private void receive(Map<StreamId, Feed> running, List<Connected> all) {
    Map<StreamId, Long> elsewhere =
        Connected.byStream(
            all.stream().filter(connected -> !connected.instance().equals(instance)).toList());
    running.forEach((stream, feed) -> feed.viewersElsewhere(elsewhere.getOrDefault(stream, 0L)));
  }

  private Void failed(Throwable fault) {
    boolean isLate = StageFailure.cause(fault) instanceof TimeoutException;
    LOG.log(
        !isLate && lastFailure.isNews(fault) ? Logger.Level.ERROR : Logger.Level.DEBUG,
        "viewers could not be reported or read; the next second tries again",
        fault);
    return null;
  }
}
