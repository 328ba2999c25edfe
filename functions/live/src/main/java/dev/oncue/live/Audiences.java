package dev.oncue.live;

import dev.oncue.stream.StreamId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The audiences of all event loops. Each audience consumes its stream's frames from the event bus,
 * so a frame crosses to each event loop once, however many subscribers wait there. Call it on the
 * event loop of the connection; only {@link #sendAllAway} may be called anywhere.
 */
@Singleton
final class Audiences {
  /** How often a comment keeps a connection alive, in milliseconds. */
  private static final long PING_MILLIS = 15_000;

  private final Vertx vertx;
  private final AtomicInteger subscribers = new AtomicInteger();
  private final ThreadLocal<Map<StreamId, Seated>> mine = ThreadLocal.withInitial(HashMap::new);
  private final Set<Seated> all = ConcurrentHashMap.newKeySet();

  /** An audience and what feeds it. */
  private record Seated(
      Audience audience, MessageConsumer<Frame> frames, long pingTimer, Context loop) {}

  @Inject
  Audiences(Vertx vertx, MeterRegistry meters) {
    this.vertx = vertx;
    meters.gauge("oncue.feed.subscribers", subscribers);
  }

  void add(StreamId stream, Subscriber subscriber) {
    mine.get().computeIfAbsent(stream, this::seat).audience().add(subscriber);
    subscribers.incrementAndGet();
  }

  private Seated seat(StreamId stream) {
    Audience audience = new Audience();
    MessageConsumer<Frame> frames =
        vertx
            .eventBus()
            .localConsumer(Feeds.address(stream), message -> audience.tell(message.body()));
    long pingTimer = vertx.setPeriodic(PING_MILLIS, tick -> audience.ping());
    Seated seated = new Seated(audience, frames, pingTimer, vertx.getOrCreateContext());
    all.add(seated);
    return seated;
  }

  void remove(StreamId stream, Subscriber subscriber) {
    Seated seated = mine.get().get(stream);
    if (seated == null || !seated.audience().remove(subscriber)) {
      return;
    }
    subscribers.decrementAndGet();
    if (seated.audience().isEmpty()) {
      mine.get().remove(stream);
      all.remove(seated);
      seated.frames().unregister();
      vertx.cancelTimer(seated.pingTimer());
    }
  }

  /** Tells every subscriber to reconnect, and ends its connection. */
  void sendAllAway() {
    all.forEach(seated -> seated.loop().runOnContext(onLoop -> seated.audience().sendAway()));
  }
}
