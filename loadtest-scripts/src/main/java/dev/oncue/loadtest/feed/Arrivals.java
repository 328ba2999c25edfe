package dev.oncue.loadtest.feed;

import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Latencies;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How long the events of one poll took to all subscribers: its opening from when it was asked for,
 * its tallies from when they were counted. Belongs to the event loop of the subscribers, but for
 * {@link #opening}.
 */
public final class Arrivals {
  private final int subscribers;
  private final Duration ahead;
  private final Latencies opened = new Latencies();
  private final Latencies tallies = new Latencies();
  private final Promise<Void> allOpened = Promise.promise();
  private final Promise<Void> allClosed = Promise.promise();
  private volatile long openingNanos;
  private String lastTally = "";
  private Instant countedAt;
  private long events;
  private int closed;

  /**
   * @param subscribers how many there are
   * @param ahead how far the engine's clock is ahead of this one
   */
  public Arrivals(int subscribers, Duration ahead) {
    this.subscribers = subscribers;
    this.ahead = ahead;
  }

  /** The poll is asked for now. Thread-safe. */
  public void opening() {
    openingNanos = System.nanoTime();
  }

  /** All have seen it open. */
  public Future<Void> allOpened() {
    return allOpened.future();
  }

  /** All have seen it close. */
  public Future<Void> allClosed() {
    return allClosed.future();
  }

  /** Of {@code poll-opened}. */
  public Latencies opened() {
    return opened;
  }

  /** Of {@code tally}. */
  public Latencies tallies() {
    return tallies;
  }

  /** All that came, of any kind. */
  public long events() {
    return events;
  }

  void delivered(String type, String data) {
    events++;
    switch (type) {
      case "tally" -> tally(data);
      case "poll-opened" -> sawOpen();
      case "poll-closed" -> {
        if (++closed == subscribers) {
          allClosed.complete();
        }
      }
      default -> {
        // The state at the beginning, and the number of viewers.
      }
    }
  }

  private void sawOpen() {
    opened.add(System.nanoTime() - openingNanos);
    if (opened.size() == subscribers) {
      allOpened.complete();
    }
  }

  private void tally(String data) {
    // All get the same frames, and reading each of them would cost the load.
    if (!data.equals(lastTally)) {
      lastTally = data;
      countedAt = Instant.parse(Json.parse(data).path("result").path("asOf").asText());
    }
    tallies.add(countedAt.until(Instant.now().plus(ahead), ChronoUnit.NANOS));
  }
}
