package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.ResponseReader;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import dev.oncue.loadtest.VoteRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Votes that are sent when they are due, whatever is answered. One that finds no connection free
 * waits for one, and its latency counts all the same. One that is told to come again does, a second
 * later, and so does one whose connection breaks: a ballot counts once however often it is sent.
 * Belongs to one event loop.
 */
final class OpenLoop {
  private static final long TICK_MS = 1;
  private static final long COME_AGAIN_MS = 1_000;

  /** Connections that are made at once: a few more would overflow a listener's queue. */
  private static final int WAVE = 200;

  private final Vertx vertx;
  private final NetClient client;
  private final List<Target> targets;
  private final Load load;
  private final String[] viewers;
  private final String[] options;
  private final VoteRequest[] requests;
  private final boolean[] done;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Deque<Line> free = new ArrayDeque<>();
  private final Ledger ledger = new Ledger();
  private final Promise<Void> answered = Promise.promise();
  private long startNanos;
  private boolean left;
  private int connected;
  private int due;
  private int doneCount;
  private int acceptedInTime;

  /** Signs and writes all votes; sends none yet. */
  OpenLoop(Vertx vertx, List<Target> targets, BallotPaper paper, Load load, Tokens tokens) {
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setSsl(targets.get(0).tls()));
    this.targets = targets;
    this.load = load;
    this.viewers = new String[load.votes()];
    this.options = new String[load.votes()];
    this.requests = new VoteRequest[load.votes()];
    this.done = new boolean[load.votes()];
    for (int i = 0; i < load.votes(); i++) {
      viewers[i] = paper.viewer(i);
      options[i] = BallotPaper.OPTIONS.get(i % BallotPaper.OPTIONS.size());
      requests[i] = VoteRequest.of(tokens.viewer(viewers[i]), paper.ballot(options[i]));
    }
  }

  /** How many connections there are. */
  int connected() {
    return connected;
  }

  /** How many were due until now. */
  int due() {
    return due;
  }

  /** How many votes a second were answered 200 until the last was due. */
  double goodput() {
    return acceptedInTime * 1e9 / load.length().toNanos();
  }

  /** What was sent and answered; latencies count from when a vote was due. */
  Ledger ledger() {
    return ledger;
  }

  /** Makes the connections, some at a time. */
  Future<Void> connect() {
    return connectFrom(0);
  }

  private Future<Void> connectFrom(int first) {
    if (first >= load.connections()) {
      return Future.succeededFuture();
    }
    int end = Math.min(load.connections(), first + WAVE);
    return Future.all(IntStream.range(first, end).mapToObj(this::connectLine).toList())
        .compose(wave -> connectFrom(end));
  }

  private Future<Void> connectLine(int number) {
    return new Line(targets.get(number % targets.size())).connect();
  }

  /** Sends each vote when it is due; complete when all are answered. */
  Future<Void> send() {
    startNanos = System.nanoTime();
    tick(vertx.setPeriodic(TICK_MS, this::tick));
    return answered.future();
  }

  private void tick(long timer) {
    long sinceStart = System.nanoTime() - startNanos;
    while (due < load.votes() && load.dueNanos(due) <= sinceStart) {
      waiting.add(due++);
    }
    pump();
    if (due == load.votes()) {
      acceptedInTime = ledger.accepted();
      vertx.cancelTimer(timer);
    }
  }

  private void pump() {
    while (!waiting.isEmpty() && !free.isEmpty()) {
      free.poll().send(waiting.poll());
    }
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
      ledger.latencies.add(System.nanoTime() - startNanos - load.dueNanos(vote));
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
      connected++;
      socket.handler(new ResponseReader(this::received, this::failed));
      socket.exceptionHandler(broken -> socket.close());
      socket.closeHandler(closed -> broken());
      free.add(this);
      return null;
    }

    void send(int next) {
      vote = next;
      ledger.sent++;
      socket.write(requests[next].to(target.host()));
    }

    private void received(int status) {
      if (vote == NONE) {
        ledger.error("an answer " + status + " that nothing was asked for");
        return;
      }
      int known = vote;
      vote = NONE;
      free.add(this);
      answered(known, status);
      pump();
    }

    private void failed(Throwable why) {
      ledger.error(why.getMessage());
      socket.close();
    }

    private void broken() {
      connected--;
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
