package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The subscribers of one stream whose connections are on one event loop. A frame is handed over
 * once for all of them. Confined to that event loop.
 */
final class SubscriberGroup {
  private static final Buffer PING = Buffer.buffer(":\n\n");

  private final Set<Subscriber> subscribers = new LinkedHashSet<>();

  void add(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  /** Whether it was there. */
  boolean remove(Subscriber subscriber) {
    return subscribers.remove(subscriber);
  }

  boolean isEmpty() {
    return subscribers.isEmpty();
  }

  void send(Frame frame) {
    List<Subscriber> slow = null;
    for (Subscriber subscriber : subscribers) {
      if (subscriber.isSlow()) {
        slow = slow == null ? new ArrayList<>() : slow;
        slow.add(subscriber);
      } else {
        subscriber.send(frame);
      }
    }
    if (slow != null) {
      slow.forEach(Subscriber::drop);
    }
  }

  void ping() {
    for (Subscriber subscriber : subscribers) {
      subscriber.ping(PING);
    }
  }

  void reconnect() {
    List.copyOf(subscribers).forEach(Subscriber::reconnect);
  }
}
