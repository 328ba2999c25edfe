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
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Bots that have a connection each and vote all at once. A bot that is told to come again does, a
 * second later, and one whose connection breaks connects again: a ballot counts once however often
 * it is sent. Belongs to one event loop, but for {@link #bots()}.
 */
final class Herd {
  /** Connections that are made at once: a few more would overflow a listener's queue. */
  private static final int WAVE = 200;

  private static final long COME_AGAIN_MS = 1_000;

  private final Vertx vertx;
  private final NetClient client;
  private final List<Bot> bots = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final Promise<Void> answered = Promise.promise();
  private long releasedNanos;
  private boolean left;
  private int connected;
  private int doneCount;

  /** Prepares bots and what they will send; connects none yet. */
  Herd(Vertx vertx, List<Target> targets, BallotPaper paper, int bots, Tokens tokens) {
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setSsl(targets.get(0).tls()));
    for (int i = 0; i < bots; i++) {
      String viewer = paper.viewer(i);
      String option = BallotPaper.OPTIONS.get(i % BallotPaper.OPTIONS.size());
      Target target = targets.get(i % targets.size());
      this.bots.add(new Bot(target, viewer, option, paper.request(tokens.viewer(viewer), option)));
    }
  }

  /** How many there are. Thread-safe. */
  int bots() {
    return bots.size();
  }

  /** How many are connected. */
  int connected() {
    return connected;
  }

  /** What was sent and answered; latencies count from the release. */
  Ledger ledger() {
    return ledger;
  }

  /** Connects all, some at a time. */
  Future<Void> connect() {
    return inWaves(0, bots.size(), i -> bots.get(i).connect());
  }

  /** Makes connections, {@value #WAVE} at a time. */
  static Future<Void> inWaves(int first, int end, IntFunction<Future<Void>> connect) {
    if (first >= end) {
      return Future.succeededFuture();
    }
    int waveEnd = Math.min(end, first + WAVE);
    return Future.all(IntStream.range(first, waveEnd).mapToObj(connect).toList())
        .compose(wave -> inWaves(waveEnd, end, connect));
  }

  /** Lets all vote; complete when each has its 200, or an answer that no bot should get. */
  Future<Void> release() {
    releasedNanos = System.nanoTime();
    bots.forEach(Bot::send);
    return answered.future();
  }

  /** Bots that have no answer count as errors. */
  void recordMissing() {
    bots.stream()
        .filter(bot -> !bot.done)
        .forEach(bot -> ledger.error(bot.viewer + " has no answer"));
  }

  /** Closes all connections. */
  Future<Void> leave() {
    left = true;
    return client.close();
  }

  /** One of them. */
  private final class Bot {
    private final Target target;
    private final String viewer;
    private final String option;
    private final Buffer request;
    private NetSocket socket;
    private boolean sent;
    private boolean done;

    Bot(Target target, String viewer, String option, Buffer request) {
      this.target = target;
      this.viewer = viewer;
      this.option = option;
      this.request = request;
    }

    Future<Void> connect() {
      return client.connect(target.port(), target.host()).map(this::connected);
    }

    private Void connected(NetSocket made) {
      socket = made;
      connected++;
      socket.handler(new ResponseReader(this::received));
      socket.exceptionHandler(broken -> socket.close());
      socket.closeHandler(closed -> broken());
      return null;
    }

    void send() {
      sent = true;
      ledger.sent++;
      if (socket == null) {
        connectAgain();
      } else {
        socket.write(request.copy());
      }
    }

    private void received(int status) {
      if (done) {
        ledger.error(viewer + " was answered twice");
      } else if (status == 200) {
        ledger.acknowledge(viewer, option);
        ledger.latencies.add(System.nanoTime() - releasedNanos);
        done();
      } else if (status == 503 || status == 429) {
        ledger.retried++;
        vertx.setTimer(COME_AGAIN_MS, again -> send());
      } else {
        ledger.error(viewer + " was answered " + status);
        done();
      }
    }

    private void done() {
      done = true;
      if (++doneCount == bots.size()) {
        answered.tryComplete();
      }
    }

    private void broken() {
      socket = null;
      connected--;
      if (sent && !done && !left) {
        ledger.reconnects++;
        connectAgain();
      }
    }

    private void connectAgain() {
      connect()
          .onSuccess(there -> send())
          .onFailure(failed -> vertx.setTimer(COME_AGAIN_MS, again -> send()));
    }
  }
}
