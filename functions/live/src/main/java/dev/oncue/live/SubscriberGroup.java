package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The subscribers of one stream whose connections are on one event loop. A frame is handed over
 * once for all of them. Confined to that event loop.
 */
final class SubscriberGroup {
  /**
   * Not static: those who build native executables refuse buffers in what they initialize early.
   */
  private final Buffer ping = Buffer.buffer(":\n\n");

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
    toAll(subscriber -> subscriber.send(frame));
  }

  void ping() {
    toAll(subscriber -> subscriber.ping(ping));
  }

  /** Those that are slow are dropped instead. */
  private void toAll(Consumer<Subscriber> write) {
    List<Subscriber> slow = null;
    for (Subscriber subscriber : subscribers) {
      if (subscriber.isSlow()) {
        slow = slow == null ? new ArrayList<>() : slow;
        slow.add(subscriber);
      } else {
        write.accept(subscriber);
      }
    }
    if (slow != null) {
      slow.forEach(Subscriber::drop);
    }
  }

  void reconnect() {
    List.copyOf(subscribers).forEach(Subscriber::reconnect);
  }
}
