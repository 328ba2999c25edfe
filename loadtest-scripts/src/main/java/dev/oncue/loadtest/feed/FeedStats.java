package dev.oncue.loadtest.feed;

import dev.oncue.loadtest.Latencies;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the subscribers of a stream have seen, and how long it took to them. Belongs to the event
 * loop of the subscribers, but for what is said to be thread-safe.
 */
public final class FeedStats {
  private static final int MAX_EXAMPLES = 5;

  /** Of {@code poll-opened}, from when the poll was asked for. */
  public final Latencies opened = new Latencies();

  /** Of {@code tally}, from when it was counted. */
  public final Latencies tallies = new Latencies();

  /** The first few errors. */
  public final List<String> examples = new ArrayList<>();

  /** Events that came twice, in a wrong order, or not at all. */
  public int errors;

  /** All that came, of any kind. Thread-safe. */
  public volatile long events;

  private final int subscribers;
  private final Duration clockOffset;
  private final Map<String, Integer> seen = new HashMap<>();
  private final Map<String, Promise<Void>> awaited = new HashMap<>();
  private volatile long openingNanos = System.nanoTime();
  private SseEvent lastTally;
  private Instant countedAt;

  /**
   * @param subscribers how many there are
   * @param clockOffset how far the engine's clock is ahead of this one
   */
  public FeedStats(int subscribers, Duration clockOffset) {
    this.subscribers = subscribers;
    this.clockOffset = clockOffset;
  }

  /** A poll is asked for now. Thread-safe. */
  public void opening() {
    openingNanos = System.nanoTime();
  }

  /**
   * Completes when every subscriber has seen that event of that poll. Thread-safe.
   *
   * @param type {@code poll-opened} or {@code poll-closed}
   */
  public Future<Void> seenByAll(String type, String poll) {
    return promise(type + ' ' + poll).future();
  }

  private synchronized Promise<Void> promise(String event) {
    return awaited.computeIfAbsent(event, absent -> Promise.promise());
  }

  /** How many subscribers have seen that event of that poll. */
  public int seen(String type, String poll) {
    return seen.getOrDefault(type + ' ' + poll, 0);
  }

  void error(String what) {
    errors++;
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(what);
    }
  }

  void delivered(SseEvent event) {
    events++;
    switch (event.type()) {
      case "tally" -> tally(event);
      case "poll-opened" -> {
        opened.add(System.nanoTime() - openingNanos);
        count(event);
      }
      case "poll-closed" -> count(event);
      default -> {
        // The state at the beginning, reactions, and the number of viewers.
      }
    }
  }

  private void count(SseEvent event) {
    String key = event.type() + ' ' + event.json().path("poll").asText();
    if (seen.merge(key, 1, Integer::sum) == subscribers) {
      promise(key).tryComplete();
    }
  }

  private void tally(SseEvent event) {
    if (event != lastTally) {
      lastTally = event;
      countedAt = Instant.parse(event.json().path("result").path("asOf").asText());
    }
    tallies.add(countedAt.until(Instant.now().plus(clockOffset), ChronoUnit.NANOS));
  }
}
