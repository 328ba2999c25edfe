package dev.oncue.live;

import dev.oncue.json.Json;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many viewers of a stream are connected, and the events of it. Counts are thread-safe; the
 * rest is confined to its feed's event loop.
 */
final class ViewerEvents {
  /**
   * Once a second at most: while a crowd comes, each one would be sent to all who are there, which
   * is four frames a second for each of them for nothing.
   */
  private static final long MIN_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(990);

  private final FramePublisher frames;
  private final AtomicInteger here = new AtomicInteger();
  private volatile long elsewhere;

  /** What all subscribers know; -1: not all know the same. */
  private long published;

  private long publishedAtNanos = System.nanoTime() - MIN_GAP_NANOS;

  ViewerEvents(FramePublisher frames) {
    this.frames = frames;
  }

  /** Counts viewers that came or went. */
  void add(int change) {
    here.addAndGet(change);
  }

  /** How many are connected to this instance. */
  int here() {
    return here.get();
  }

  /** Takes how many are connected to the other instances. */
  void elsewhere(long count) {
    elsewhere = count;
  }

  private long count() {
    return here.get() + elsewhere;
  }

  /** Publishes how many there are, if subscribers know another number. */
  void tick() {
    long now = System.nanoTime();
    long count = count();
    if (count == published || now - publishedAtNanos < MIN_GAP_NANOS) {
      return;
    }
    published = count;
    publishedAtNanos = now;
    frames.publish("viewers", Json.bytes(new ViewersData(count)));
  }

  /** How many there are. If that is new to those who have been here before, they follow. */
  long snapshot() {
    long count = count();
    if (count != published) {
      published = -1;
    }
    return count;
  }
}
