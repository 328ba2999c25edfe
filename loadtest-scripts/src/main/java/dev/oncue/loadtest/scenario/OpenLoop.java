package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.Futures;
import dev.oncue.loadtest.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sends requests when they are due, whatever is answered (an open model). One that finds no
 * connection free waits for one, and its latency counts all the same. A vote that is refused for
 * the moment (503, 429) is sent again a second later, and so is one whose connection breaks.
 *
 * <p>The methods that are not private are for one thread that may wait; all else belongs to one
 * event loop.
 */
public final class OpenLoop {
  /** Within this all connections are made, or closed. */
  static final Duration CONNECTING = Duration.ofMinutes(2);

  private static final Duration ANSWERING = Duration.ofMinutes(1);
  private static final long TICK_MS = 1;
  private static final long RETRY_MS = 1_000;

  /** Connections that are made at once: a few more would overflow a listener's queue. */
  private static final int WAVE = 200;

  private final Vertx vertx;
  private final NetClient client;
  private final List<Target> targets;
  private final int connections;
  private final Results results;
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Deque<Connection> free = new ArrayDeque<>();
  private Promise<Void> answered;
  private Load load;
  private long startNanos;
  private boolean left;
  private int due;
  private int unanswered;
  private int acceptedInTime;

  /** A request that waits for a connection or an answer. */
  private record Pending(Request request, long dueNanos) {}

  /** Connects to nothing yet. */
  public OpenLoop(Vertx vertx, List<Target> targets, int connections, Results results) {
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setSsl(targets.get(0).tls()));
    this.targets = targets;
    this.connections = connections;
    this.results = results;
  }

  /** Makes the connections, some at a time. */
  public void connect() throws InterruptedException {
    Futures.await(Futures.start(vertx, () -> connectFrom(0)), CONNECTING);
  }

  private Future<Void> connectFrom(int first) {
    if (first >= connections) {
      return Future.succeededFuture();
    }
    int end = Math.min(connections, first + WAVE);
    return Future.all(
            IntStream.range(first, end)
                .mapToObj(n -> new Connection(targets.get(n % targets.size())).connect())
                .toList())
        .compose(wave -> connectFrom(end));
  }

  /** Begins to send each request when it is due; does not wait. One load at a time. */
  public void send(Load next) {
    load = next;
    answered = Promise.promise();
    vertx.runOnContext(now -> begin());
  }

  private void begin() {
    due = 0;
    unanswered = load.count();
    startNanos = System.nanoTime();
    if (load.count() == 0) {
      answered.complete();
    } else {
      tick(vertx.setPeriodic(TICK_MS, this::tick));
    }
  }

  private void tick(long timer) {
    long sinceStart = System.nanoTime() - startNanos;
    while (due < load.count() && load.dueNanos().applyAsLong(due) <= sinceStart) {
      long at = startNanos + load.dueNanos().applyAsLong(due);
      waiting.add(new Pending(load.requests().apply(due++), at));
    }
    pump();
    if (due == load.count()) {
      acceptedInTime = results.accepted();
      vertx.cancelTimer(timer);
    }
  }

  private void pump() {
    while (!waiting.isEmpty() && !free.isEmpty()) {
      free.poll().send(waiting.poll());
    }
  }

  /** Waits until all is answered. What takes longer than a minute more counts as an error. */
  public void awaitAnswers() throws InterruptedException {
    awaitAnswers(load.length().plus(ANSWERING));
  }

  void awaitAnswers(Duration timeout) throws InterruptedException {
    if (!Futures.isDone(answered.future(), timeout)) {
      IntStream.range(0, unanswered).forEach(n -> results.error("a request has no answer"));
    }
  }

  /** How many requests a second were acknowledged until the last was due. */
  double goodput() {
    return acceptedInTime * 1e9 / load.length().toNanos();
  }

  /** Closes all connections. */
  public void leave() throws InterruptedException {
    Future<Void> closed =
        Futures.start(
            vertx,
            () -> {
              left = true;
              return client.close();
            });
    Futures.await(closed, CONNECTING);
  }

  private void later(Pending pending) {
    vertx.setTimer(
        RETRY_MS,
        again -> {
          waiting.add(pending);
          pump();
        });
  }

  private void answered(Pending pending, long sentNanos, int status, Buffer body) {
    Request request = pending.request();
    if ((status == 503 || status == 429) && request.expected().isRepeatable()) {
      results.retried++;
      later(pending);
      return;
    }
    long now = System.nanoTime();
    results.answered(request, status, body, now - pending.dueNanos(), now - sentNanos);
    done(request, now);
  }

  private void done(Request request, long now) {
    if (request.next() != null) {
      waiting.add(new Pending(request.next(), now));
    } else if (--unanswered == 0) {
      answered.tryComplete();
    }
  }

  /** A connection with one request under way at most. */
  private final class Connection {
    private final Target target;
    private NetSocket socket;
    private Pending current;
    private long sentNanos;

    Connection(Target target) {
      this.target = target;
    }

    Future<Void> connect() {
      return client.connect(target.port(), target.host()).map(this::connected);
    }

    private Void connected(NetSocket made) {
      socket = made;
      socket.handler(new ResponseReader(this::received, this::failed));
      socket.exceptionHandler(broken -> socket.close());
      socket.closeHandler(closed -> broken());
      free.add(this);
      return null;
    }

    void send(Pending next) {
      current = next;
      results.sent++;
      sentNanos = System.nanoTime();
      socket.write(next.request().to(target.host()));
    }

    private void received(int status, Buffer body) {
      if (current == null) {
        results.error("an answer " + status + " that nothing was asked for");
        return;
      }
      Pending known = current;
      current = null;
      free.add(this);
      answered(known, sentNanos, status, body);
      pump();
    }

    private void failed(String why) {
      results.error(why);
      socket.close();
    }

    private void broken() {
      if (left) {
        return;
      }
      results.reconnects++;
      free.remove(this);
      if (current != null) {
        giveUp(current);
        current = null;
      }
      connectAgain();
    }

    private void giveUp(Pending lost) {
      if (lost.request().expected().isRepeatable()) {
        later(lost);
      } else {
        results.lost(lost.request());
        done(lost.request(), System.nanoTime());
      }
    }

    private void connectAgain() {
      connect()
          .onSuccess(there -> pump())
          .onFailure(failed -> vertx.setTimer(RETRY_MS, again -> connectAgain()));
    }
  }
}
