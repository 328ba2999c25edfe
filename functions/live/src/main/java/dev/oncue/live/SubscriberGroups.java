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
 * The groups of all event loops. Each group consumes its stream's frames from the event bus, so a
 * frame crosses to each event loop once, however many subscribers wait there. Call it on the event
 * loop of the connection; only {@link #reconnectAll} may be called anywhere.
 */
@Singleton
final class SubscriberGroups {
  private final Vertx vertx;
  private final long pingMillis;
  private final AtomicInteger subscribers = new AtomicInteger();
  private final ThreadLocal<Map<StreamId, LocalGroup>> ofThisLoop =
      ThreadLocal.withInitial(HashMap::new);
  private final Set<LocalGroup> all = ConcurrentHashMap.newKeySet();

  /** A group and what feeds it. */
  private record LocalGroup(
      SubscriberGroup group, MessageConsumer<Frame> frames, long pingTimer, Context loop) {}

  @Inject
  SubscriberGroups(Vertx vertx, MeterRegistry meters, FeedConfig config) {
    this.vertx = vertx;
    this.pingMillis = config.keepAlive().toMillis();
    meters.gauge("oncue.feed.subscribers", subscribers);
  }

  void add(StreamId stream, Subscriber subscriber) {
    ofThisLoop.get().computeIfAbsent(stream, this::register).group().add(subscriber);
    subscribers.incrementAndGet();
  }

  private LocalGroup register(StreamId stream) {
    SubscriberGroup group = new SubscriberGroup();
    MessageConsumer<Frame> frames =
        vertx
            .eventBus()
            .localConsumer(Feeds.address(stream), message -> group.send(message.body()));
    long pingTimer = vertx.setPeriodic(pingMillis, tick -> group.ping());
    LocalGroup local = new LocalGroup(group, frames, pingTimer, vertx.getOrCreateContext());
    all.add(local);
    return local;
  }

  void remove(StreamId stream, Subscriber subscriber) {
    LocalGroup local = ofThisLoop.get().get(stream);
    if (local == null || !local.group().remove(subscriber)) {
      return;
    }
    subscribers.decrementAndGet();
    if (local.group().isEmpty()) {
      ofThisLoop.get().remove(stream);
      all.remove(local);
      local.frames().unregister();
      vertx.cancelTimer(local.pingTimer());
    }
  }

  /** Tells every subscriber to reconnect, and ends its connection. */
  void reconnectAll() {
    all.forEach(local -> local.loop().runOnContext(onLoop -> local.group().reconnect()));
  }
}
