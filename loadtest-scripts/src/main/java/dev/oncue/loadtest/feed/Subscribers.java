package dev.oncue.loadtest.feed;

import dev.oncue.loadtest.Futures;
import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.LoadTestException;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The subscribers of one stream's feed, each with a connection and a token of its own. The public
 * methods are for one thread that may wait; all else belongs to one event loop.
 */
public final class Subscribers {
  private static final Duration CONNECTING = Duration.ofMinutes(2);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int WAVE_MILLIS = 50;

  /** Connections that are made at once: a few more would overflow a listener's queue. */
  private static final int WAVE = 200;

  /** From the drop until each was back. */
  public final Latencies backLatencies = new Latencies();

  /** How many have got an event since they connected, or were dropped. */
  public int back;

  /** How many of those went on where they had left off, and were not given the state anew. */
  public int resumed;

  /** Connections that ended without having been dropped by {@link #dropAll}. */
  public int lost;

  /** Connections that could not be had; each was tried again. */
  public int refused;

  private final Vertx vertx;
  private final HttpClient http;
  private final SseReader reader = new SseReader();
  private final List<Subscriber> all = new ArrayList<>();
  private final FeedStats stats;
  private Promise<Void> allBack = Promise.promise();
  private Duration spread = RETRY;
  private long droppedNanos;
  private volatile boolean left;
  private int asked;

  /**
   * Signs all tokens: the event loop then has nothing to do but connect. None is connected yet.
   *
   * @param stats gets every event
   */
  public Subscribers(
      Vertx vertx, Target live, String stream, int count, Tokens tokens, FeedStats stats) {
    this.vertx = vertx;
    this.stats = stats;
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost(live.host())
            .setDefaultPort(live.port())
            .setSsl(live.tls())
            .setConnectTimeout(10_000);
    // The request on a lost connection fails and is counted; the log need not say it, too.
    http =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(new PoolOptions().setHttp1MaxSize(count))
            .withConnectHandler(connection -> connection.exceptionHandler(counted -> {}))
            .build();
    for (int i = 0; i < count; i++) {
      String name = stream + "-subscriber-" + i;
      all.add(new Subscriber(name, "/streams/" + stream + "/feed?token=" + tokens.viewer(name)));
    }
  }

  /** Connects all, some at a time; returns when each has the stream's state. */
  public void connect() throws InterruptedException {
    vertx.runOnContext(now -> vertx.setPeriodic(WAVE_MILLIS, this::connectWave));
    if (!Futures.isDone(allBack.future(), CONNECTING)) {
      throw LoadTestException.failed(
          "only %d of %d got the feed within %s".formatted(back, all.size(), CONNECTING));
    }
  }

  private void connectWave(long timer) {
    // The next ones wait until these are there.
    for (int i = 0; i < WAVE && asked < all.size() && asked - back < 2 * WAVE; i++) {
      all.get(asked++).connect();
    }
    if (asked == all.size()) {
      vertx.cancelTimer(timer);
    }
  }

  /**
   * Cuts all connections at once; each comes back at a random moment, with what it saw last.
   * Returns when all are back and have got an event, or after two minutes.
   *
   * @param spread over how long they come back
   */
  public void dropAll(Duration spread) throws InterruptedException {
    Promise<Void> again = Promise.promise();
    vertx.runOnContext(
        now -> {
          this.spread = spread;
          allBack = again;
          back = 0;
          resumed = 0;
          droppedNanos = System.nanoTime();
          all.forEach(Subscriber::drop);
        });
    Futures.isDone(again.future(), spread.plus(CONNECTING));
  }

  /** Closes all connections. */
  public void leave() throws InterruptedException {
    left = true;
    Futures.await(http.close(), CONNECTING);
  }

  /**
   * One subscriber. It checks that no event comes twice or is left out, also over a lost
   * connection, after which it sends the id of the last event, as a browser does.
   */
  private final class Subscriber {
    private final String name;
    private final String path;
    private String lastEventId;
    private HttpConnection connection;
    private boolean isBack;
    private boolean isDropped;

    Subscriber(String name, String path) {
      this.name = name;
      this.path = path;
    }

    /** Connects, also after the connection was lost. */
    void connect() {
      if (left) {
        return;
      }
      RequestOptions request =
          new RequestOptions()
              .setURI(path)
              .putHeader("Accept", "text/event-stream, application/problem+json");
      if (lastEventId != null) {
        request.putHeader("Last-Event-ID", lastEventId);
      }
      http.request(request)
          .compose(HttpClientRequest::send)
          .onSuccess(this::read)
          .onFailure(failure -> refused());
    }

    private void read(HttpClientResponse response) {
      if (response.statusCode() != 200) {
        response.end();
        refused();
        return;
      }
      connection = response.request().connection();
      response.handler(reader.connection(this::event));
      response.end().onComplete(ended -> lost());
    }

    private void event(SseEvent event) {
      if (event.id() == null) {
        // A hint when to come back, which is not a part of the stream.
        return;
      }
      boolean isState = event.type().equals("state");
      if (!isState && !event.follows(lastEventId)) {
        stats.error(name + " got " + event.type() + ' ' + event.id() + " after " + lastEventId);
      }
      lastEventId = event.id();
      if (!isBack) {
        isBack = true;
        cameBack(isState);
      }
      stats.delivered(event);
    }

    private void cameBack(boolean anew) {
      back++;
      resumed += anew ? 0 : 1;
      if (droppedNanos != 0) {
        backLatencies.add(System.nanoTime() - droppedNanos);
      }
      if (back == all.size()) {
        allBack.tryComplete();
      }
    }

    /** Cuts the connection, as a lost network does. */
    void drop() {
      isBack = false;
      isDropped = true;
      if (connection != null) {
        connection.close();
      }
    }

    private void lost() {
      if (!left) {
        lost += isDropped ? 0 : 1;
        again(isDropped ? spread : RETRY);
      }
      isDropped = false;
    }

    private void refused() {
      if (!left) {
        refused++;
        again(RETRY);
      }
    }

    private void again(Duration within) {
      long millis = 1 + ThreadLocalRandom.current().nextLong(1 + within.toMillis());
      vertx.setTimer(millis, timer -> connect());
    }
  }
}
