package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Window;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The feeds of this instance: one for each stream that somebody looks at or has looked at lately.
 * Thread-safe.
 */
@Singleton
final class Feeds {
  /** How long a feed goes on when nobody looks, so that a client that was away can resume. */
  private static final long LINGER_MILLIS = 60_000;

  private final Grid grid;
  private final Clock clock;
  private final Vertx vertx;
  private final Map<StreamId, Held> feeds = new ConcurrentHashMap<>();

  /** A feed, how many connections it has, and when it was last looked at. */
  private record Held(Feed feed, AtomicLong connections, AtomicLong lookedAtMillis) {
    boolean isForgotten(long nowMillis) {
      return connections.get() == 0 && nowMillis - lookedAtMillis.get() > LINGER_MILLIS;
    }
  }

  @Inject
  Feeds(Grid grid, Clock clock, Vertx vertx) {
    this.grid = grid;
    this.clock = clock;
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent start) {
    FrameCodec.register(vertx.eventBus());
    grid.polls().watch(this::changed);
    grid.windows().watch(this::changed);
    vertx.setPeriodic(Feed.TICK_MILLIS, tick -> tick());
  }

  private void changed(Poll poll) {
    Held held = feeds.get(poll.id().stream());
    if (held != null) {
      held.feed().changed(poll);
    }
  }

  private void changed(Window window) {
    Held held = feeds.get(window.id().stream());
    if (held != null) {
      held.feed().changed(window);
    }
  }

  private void tick() {
    long now = clock.millis();
    feeds.values().removeIf(held -> isOver(held, now));
    feeds.values().forEach(held -> held.feed().tick());
  }

  private static boolean isOver(Held held, long nowMillis) {
    boolean over = held.isForgotten(nowMillis);
    if (over) {
      held.feed().end();
    }
    return over;
  }

  /** The feed of a stream, if one is running. */
  Optional<Feed> running(StreamId stream) {
    Held held = feeds.get(stream);
    if (held == null) {
      return Optional.empty();
    }
    held.lookedAtMillis().set(clock.millis());
    return Optional.of(held.feed());
  }

  /** All feeds that are running; a copy. */
  Map<StreamId, Feed> all() {
    Map<StreamId, Feed> all = new HashMap<>();
    feeds.forEach((stream, held) -> all.put(stream, held.feed()));
    return all;
  }

  /** The feed of a stream, started if none is running. */
  Feed of(StreamId stream) {
    return looked(stream, 0).feed();
  }

  /** A connection has come to a stream's feed. */
  Feed connect(StreamId stream) {
    return looked(stream, 1).feed();
  }

  /** A connection has gone. */
  void disconnect(StreamId stream) {
    looked(stream, -1);
  }

  private Held looked(StreamId stream, int connections) {
    return feeds.compute(
        stream,
        (id, held) -> {
          Held now = held == null ? hold(stream) : held;
          now.connections().addAndGet(connections);
          now.lookedAtMillis().set(clock.millis());
          return now;
        });
  }

  private Held hold(StreamId stream) {
    String address = address(stream);
    DeliveryOptions options = FrameCodec.options();
    Feed feed =
        new Feed(
            stream,
            grid,
            clock,
            vertx,
            ((VertxInternal) vertx).createEventLoopContext(),
            frame -> vertx.eventBus().publish(address, frame, options));
    feed.start();
    return new Held(feed, new AtomicLong(), new AtomicLong());
  }

  /** Where the frames of a stream are published on the event bus. */
  static String address(StreamId stream) {
    return "oncue.feed/" + stream.path();
  }
}
