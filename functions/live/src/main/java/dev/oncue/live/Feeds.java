package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.http.problem.Problem;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Window;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The feeds of this instance: one for each stream that somebody uses or has used lately.
 * Thread-safe.
 */
@Singleton
final class Feeds {
  /** How long a feed goes on when nobody looks, so that a client that was away can resume. */
  private static final long LINGER_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** The same for one with nothing in it. */
  private static final long QUIET_LINGER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Grid grid;
  private final Clock clock;
  private final Vertx vertx;
  private final DocumentEncoder encoder;
  private final FeedConfig config;
  private final Map<StreamId, RunningFeed> feeds = new ConcurrentHashMap<>();

  /** How many of them each tenant has. */
  private final Map<String, Integer> ofTenants = new ConcurrentHashMap<>();

  /** A feed, how many connections it has, and when it was last used, by elapsed time. */
  private record RunningFeed(
      Feed feed, AtomicBoolean started, AtomicLong connections, AtomicLong usedAtNanos) {
    RunningFeed(Feed feed) {
      this(feed, new AtomicBoolean(), new AtomicLong(), new AtomicLong());
    }

    boolean isIdle(long nowNanos, long quietLingerNanos) {
      long linger = feed.isQuiet() ? quietLingerNanos : LINGER_NANOS;
      return connections.get() == 0 && nowNanos - usedAtNanos.get() > linger;
    }
  }

  @Inject
  Feeds(
      Grid grid,
      Clock clock,
      Vertx vertx,
      DocumentEncoder encoder,
      FeedConfig config,
      MeterRegistry meters) {
    this.grid = grid;
    this.clock = clock;
    this.vertx = vertx;
    this.encoder = encoder;
    this.config = config;
    meters.gaugeMapSize("oncue.feed.streams", List.of(), feeds);
  }

  void start(@Observes StartupEvent start) {
    FrameCodec.register(vertx.eventBus());
    grid.polls().watch(this::changed);
    grid.windows().watch(this::changed);
    vertx.setPeriodic(Feed.TICK_MILLIS, tick -> tick());
  }

  private void changed(Poll poll) {
    RunningFeed running = feeds.get(poll.id().stream());
    if (running != null) {
      running.feed().changed(poll);
    }
  }

  private void changed(Window window) {
    RunningFeed running = feeds.get(window.id().stream());
    if (running != null) {
      running.feed().changed(window);
    }
  }

  private void tick() {
    forget(System.nanoTime());
    feeds.values().forEach(running -> running.feed().tick());
  }

  /** Ends feeds that nobody has used for long; not one to which somebody is coming. */
  void forget(long nowNanos) {
    // Where many streams that are nothing are asked for, none of them is kept.
    long quietLinger = feeds.size() > config.maxStreams() / 2 ? 0 : QUIET_LINGER_NANOS;
    for (StreamId stream : feeds.keySet()) {
      feeds.computeIfPresent(
          stream,
          (id, running) -> {
            boolean over = running.isIdle(nowNanos, quietLinger);
            if (over) {
              running.feed().end();
              ofTenants.computeIfPresent(
                  id.tenant(), (tenant, count) -> count == 1 ? null : count - 1);
            }
            return over ? null : running;
          });
    }
  }

  /** The feed of a stream, if one is running. */
  Optional<Feed> running(StreamId stream) {
    RunningFeed running = feeds.get(stream);
    if (running == null) {
      return Optional.empty();
    }
    running.usedAtNanos().set(System.nanoTime());
    return Optional.of(running.feed());
  }

  /** All feeds that are running; a copy. */
  Map<StreamId, Feed> all() {
    Map<StreamId, Feed> all = new HashMap<>();
    feeds.forEach((stream, running) -> all.put(stream, running.feed()));
    return all;
  }

  /** The feed of a stream, started if none is running. */
  Feed of(StreamId stream) {
    return use(stream, 0).feed();
  }

  /** A connection has come to a stream's feed. */
  Feed connect(StreamId stream) {
    return use(stream, 1).feed();
  }

  /** A connection has gone. */
  void disconnect(StreamId stream) {
    use(stream, -1);
  }

  private RunningFeed use(StreamId stream, int connections) {
    RunningFeed used =
        feeds.compute(
            stream,
            (id, running) -> {
              RunningFeed now = running == null ? create(stream) : running;
              now.connections().addAndGet(connections);
              now.usedAtNanos().set(System.nanoTime());
              return now;
            });
    // Not before changes find it here: it would miss one that comes after it has read the stream.
    if (used.started().compareAndSet(false, true)) {
      used.feed().start();
    }
    return used;
  }

  /** By some too many where several are started at once. */
  private void requirePlace(StreamId stream) {
    if (ofTenants.getOrDefault(stream.tenant(), 0) >= config.maxStreamsPerTenant()) {
      throw Problem.RATE_LIMITED
          .with("one tenant follows at most %d streams".formatted(config.maxStreamsPerTenant()))
          .retryAfter(RETRY_AFTER);
    }
    if (feeds.size() >= config.maxStreams()) {
      throw Problem.OVERLOADED
          .with("an instance follows at most %d streams".formatted(config.maxStreams()))
          .retryAfter(RETRY_AFTER);
    }
  }

  private RunningFeed create(StreamId stream) {
    requirePlace(stream);
    ofTenants.merge(stream.tenant(), 1, Integer::sum);
    String address = address(stream);
    DeliveryOptions options = FrameCodec.options();
    return new RunningFeed(
        new Feed(
            stream,
            grid,
            clock,
            vertx,
            encoder,
            new EventLoopExecutor(vertx),
            frame -> vertx.eventBus().publish(address, frame, options)));
  }

  /** Where the frames of a stream are published on the event bus. */
  static String address(StreamId stream) {
    return "oncue.feed/" + stream.path();
  }
}
