package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.ResponseReader;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Votes that are due at a constant rate, each of another viewer, over a number of connections. One
 * that finds no connection free waits for one, and its latency counts all the same. Belongs to one
 * event loop.
 */
final class OpenLoop {
  private static final long TICK_MS = 1;
  private static final long COME_AGAIN_MS = 1_000;
  private static final double NANOS = 1e9;

  private final Vertx vertx;
  private final NetClient client;
  private final List<Target> targets;
  private final int rate;
  private final int connections;
  private final String[] viewers;
  private final String[] options;
  private final Buffer[] requests;
  private final boolean[] done;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Deque<Line> free = new ArrayDeque<>();
  private final Ledger ledger = new Ledger();
  private final Promise<Void> answered = Promise.promise();
  private long startNanos;
  private boolean left;
  private int due;
  private int doneCount;

  /**
   * Signs and writes all votes; sends none yet.
   *
   * @param rate votes a second
   */
  OpenLoop(
      Vertx vertx,
      List<Target> targets,
      BallotPaper paper,
      int votes,
      int rate,
      int connections,
      Tokens tokens) {
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setSsl(targets.get(0).tls()));
    this.targets = targets;
    this.rate = rate;
    this.connections = connections;
    this.viewers = new String[votes];
    this.options = new String[votes];
    this.requests = new Buffer[votes];
    this.done = new boolean[votes];
    for (int i = 0; i < votes; i++) {
      viewers[i] = paper.viewer(i);
      options[i] = BallotPaper.OPTIONS.get(i % BallotPaper.OPTIONS.size());
      requests[i] = paper.request(tokens.viewer(viewers[i]), options[i]);
    }
  }

  /** How many were due until now. */
  int due() {
    return due;
  }

  /** What was sent and answered; latencies count from when a vote was due. */
  Ledger ledger() {
    return ledger;
  }

  /** Makes the connections, some at a time. */
  Future<Void> connect() {
    return Herd.inWaves(0, connections, i -> new Line(targets.get(i % targets.size())).connect());
  }

  /** Sends each vote when it is due; complete when all are answered. */
  Future<Void> send() {
    startNanos = System.nanoTime();
    vertx.setPeriodic(TICK_MS, this::tick);
    return answered.future();
  }

  private void tick(long timer) {
    long untilNow = (long) ((System.nanoTime() - startNanos) / NANOS * rate) + 1;
    while (due < requests.length && due < untilNow) {
      waiting.add(due++);
    }
    pump();
    if (due == requests.length) {
      vertx.cancelTimer(timer);
    }
  }

  private void pump() {
    while (!waiting.isEmpty() && !free.isEmpty()) {
      free.poll().send(waiting.poll());
    }
  }

  private long dueNanos(int vote) {
    return startNanos + (long) (vote * NANOS / rate);
  }

  /** Closes all connections. */
  Future<Void> leave() {
    left = true;
    return client.close();
  }

  /** Votes that have no answer count as errors. */
  void recordMissing() {
    for (int i = 0; i < done.length; i++) {
      if (!done[i]) {
        ledger.error(viewers[i] + " has no answer");
      }
    }
  }

  private void later(int vote) {
    vertx.setTimer(
        COME_AGAIN_MS,
        again -> {
          waiting.add(vote);
          pump();
        });
  }

  private void answered(int vote, int status) {
    if (status == 503 || status == 429) {
      ledger.retried++;
      later(vote);
      return;
    }
    if (status == 200) {
      ledger.acknowledge(viewers[vote], options[vote]);
      ledger.latencies.add(System.nanoTime() - dueNanos(vote));
    } else {
      ledger.error(viewers[vote] + " was answered " + status);
    }
    done[vote] = true;
    if (++doneCount == done.length) {
      answered.tryComplete();
    }
  }

  /** A connection with one vote under way at most. */
  private final class Line {
    private static final int NONE = -1;

    private final Target target;
    private NetSocket socket;
    private int vote = NONE;

    Line(Target target) {
      this.target = target;
    }

    Future<Void> connect() {
      return client.connect(target.port(), target.host()).map(this::connected);
    }

    private Void connected(NetSocket made) {
      socket = made;
      socket.handler(new ResponseReader(this::received));
      socket.exceptionHandler(broken -> socket.close());
      socket.closeHandler(closed -> broken());
      free.add(this);
      return null;
    }

    void send(int next) {
      vote = next;
      ledger.sent++;
      socket.write(requests[next].copy());
    }

    private void received(int status) {
      int known = vote;
      vote = NONE;
      free.add(this);
      answered(known, status);
      pump();
    }

    private void broken() {
      if (left) {
        return;
      }
      ledger.reconnects++;
      free.remove(this);
      if (vote != NONE) {
        later(vote);
        vote = NONE;
      }
      connectAgain();
    }

    private void connectAgain() {
      connect()
          .onSuccess(there -> pump())
          .onFailure(failed -> vertx.setTimer(COME_AGAIN_MS, again -> connectAgain()));
    }
  }
}
