package dev.oncue.loadtest.feed;

import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The subscribers of one stream's feed, each with a connection and a token of its own, and what
 * came in on all of them. Everything but the constructor belongs to one event loop.
 */
public final class Subscribers {
  /** Connections that are made at once: a few more would overflow a listener's queue. */
  private static final int WAVE = 200;

  private static final int WAVE_MILLIS = 50;

  private static final int MAX_EXAMPLES = 5;
  private static final Duration COME_AGAIN = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Feeds feeds;
  private final String stream;
  private final List<Subscriber> all = new ArrayList<>();
  private final Arrivals arrivals;
  private final Latencies back = new Latencies();
  private final List<String> examples = new ArrayList<>();
  private Promise<Void> allBack = Promise.promise();
  private Duration spread = COME_AGAIN;
  private long droppedNanos;
  private boolean left;
  private int asked;
  private int isBack;
  private int resumed;
  private int lost;
  private int refused;
  private int errors;

  /**
   * Signs all tokens: the event loop then has nothing to do but connect. None is connected yet.
   *
   * @param arrivals gets every event
   */
  public Subscribers(
      Vertx vertx, Target live, String stream, int count, Tokens tokens, Arrivals arrivals) {
    this.vertx = vertx;
    this.feeds = new Feeds(vertx, live, count);
    this.stream = stream;
    this.arrivals = arrivals;
    for (int i = 0; i < count; i++) {
      String name = stream + "-subscriber-" + i;
      all.add(new Subscriber(this, name, tokens.viewer(name)));
    }
  }

  /** Connects all, some at a time; complete when each has the stream's state. */
  public Future<Void> connect() {
    vertx.setPeriodic(WAVE_MILLIS, this::connectWave);
    return allBack.future();
  }

  private void connectWave(long timer) {
    // The next ones wait until these are there.
    for (int i = 0; i < WAVE && asked < all.size() && asked - isBack < 2 * WAVE; i++) {
      all.get(asked++).connect();
    }
    if (asked == all.size()) {
      vertx.cancelTimer(timer);
    }
  }

  /**
   * Cuts all connections at once; each comes back at a random moment, with what it saw last.
   * Complete when all are back and have got an event.
   *
   * @param spread over how long they come back
   */
  public Future<Void> dropAll(Duration spread) {
    this.spread = spread;
    allBack = Promise.promise();
    isBack = 0;
    resumed = 0;
    droppedNanos = System.nanoTime();
    all.forEach(Subscriber::drop);
    return allBack.future();
  }

  /** Closes all connections. */
  public Future<Void> leave() {
    left = true;
    return feeds.close();
  }

  /** How many there are. */
  public int size() {
    return all.size();
  }

  /** How many have got an event since they connected, or were dropped. */
  public int back() {
    return isBack;
  }

  /** How many of those went on where they had left off, and were not given the state anew. */
  public int resumed() {
    return resumed;
  }

  /** From the drop until each was back. */
  public Latencies backLatencies() {
    return back;
  }

  /** Connections that ended without having been dropped by {@link #dropAll}. */
  public int lost() {
    return lost;
  }

  /** Connections that could not be had; each was tried again. */
  public int refused() {
    return refused;
  }

  /** Events that came twice, in a wrong order, or not at all. */
  public int errors() {
    return errors;
  }

  /** The first few of those. */
  public List<String> examples() {
    return examples;
  }

  Feed feed(String token, Feed.Listener listener) {
    return feeds.feed(stream, token, listener);
  }

  void delivered(String type, String data) {
    arrivals.delivered(type, data);
  }

  void error(String what) {
    errors++;
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(what);
    }
  }

  void cameBack(boolean anew) {
    isBack++;
    resumed += anew ? 0 : 1;
    if (droppedNanos != 0) {
      back.add(System.nanoTime() - droppedNanos);
    }
    if (isBack == all.size()) {
      allBack.tryComplete();
    }
  }

  void lost(Subscriber subscriber, boolean dropped) {
    if (!left) {
      lost += dropped ? 0 : 1;
      again(subscriber, dropped ? spread : COME_AGAIN);
    }
  }

  void refused(Subscriber subscriber) {
    if (!left) {
      refused++;
      again(subscriber, COME_AGAIN);
    }
  }

  private void again(Subscriber subscriber, Duration within) {
    long millis = 1 + ThreadLocalRandom.current().nextLong(1 + within.toMillis());
    vertx.setTimer(
        millis,
        timer -> {
          if (!left) {
            subscriber.connect();
          }
        });
  }
}
