package dev.oncue.live;

import dev.oncue.Grid;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells the grid how many viewers each stream has at this instance, and each feed how many its
 * stream has at the others. Once a second: what has changed at once, the rest before it is
 * forgotten. Confined to the event loop of its timer.
 */
@Singleton
final class ViewerCounts {
  private static final Logger LOG = Logger.getLogger(ViewerCounts.class);
  private static final long TICK_MILLIS = 1_000;

  /** Two more attempts before what was told is forgotten. */
  private static final long TELL_AGAIN_NANOS = Viewers.KEPT.toNanos() / 3;

  private final Viewers viewers;
  private final Feeds feeds;
  private final Vertx vertx;
  private final String instance = "live-" + UUID.randomUUID();
  private final Map<StreamId, Told> told = new HashMap<>();
  private final AtomicBoolean reads = new AtomicBoolean();

  private record Told(int viewers, long atNanos) {
    boolean isNews(int now, long nowNanos) {
      return now != viewers || now > 0 && nowNanos - atNanos > TELL_AGAIN_NANOS;
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
    Set<StreamId> streams = new HashSet<>(told.keySet());
    streams.addAll(running.keySet());
    long now = System.nanoTime();
    for (StreamId stream : streams) {
      Feed feed = running.get(stream);
      tell(stream, feed == null ? 0 : feed.viewersHere(), now);
    }
    if (!running.isEmpty() && reads.compareAndSet(false, true)) {
      hear(running);
    }
  }

  private void tell(StreamId stream, int count, long nowNanos) {
    if (!told.getOrDefault(stream, new Told(0, nowNanos)).isNews(count, nowNanos)) {
      return;
    }
    if (count == 0) {
      // Should this not reach the grid, it is forgotten there by itself.
      told.remove(stream);
    } else {
      told.put(stream, new Told(count, nowNanos));
    }
    CompletableFuture.completedFuture(new Connected(instance, stream, count))
        .thenCompose(viewers::tell)
        .exceptionally(ViewerCounts::failed);
  }

  private void hear(Map<StreamId, Feed> running) {
    CompletableFuture.completedFuture(running)
        .thenCompose(asked -> viewers.all())
        .thenAccept(all -> hear(running, all))
        .exceptionally(ViewerCounts::failed)
        .whenComplete((done, fault) -> reads.set(false));
  }

  private void hear(Map<StreamId, Feed> running, List<Connected> all) {
    Map<StreamId, Long> elsewhere =
        Connected.byStream(
            all.stream().filter(connected -> !connected.instance().equals(instance)).toList());
    running.forEach((stream, feed) -> feed.viewersElsewhere(elsewhere.getOrDefault(stream, 0L)));
  }

  private static Void failed(Throwable fault) {
    LOG.debug("viewers could not be told or heard of; the next second tries again", fault);
    return null;
  }
}
