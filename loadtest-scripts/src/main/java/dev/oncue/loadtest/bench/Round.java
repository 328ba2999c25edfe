package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.ResponseReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.Iterator;

/**
 * The votes of one round on their way: each connection sends the next vote when its last one is
 * answered. Belongs to the event loop of the load generator.
 */
final class Round {
  private final Votes votes;
  private final Iterator<Buffer> next;
  private final Latencies latencies = new Latencies();
  private final Promise<Sent> done = Promise.promise();
  private int accepted;
  private long startNanos;

  Round(Votes votes) {
    this.votes = votes;
    next = votes.requests().iterator();
  }

  /** Sends all votes over these connections. */
  Future<Sent> run(Iterable<NetSocket> connections) {
    startNanos = System.nanoTime();
    for (NetSocket connection : connections) {
      new Sender(connection).sendNext();
    }
    return done.future();
  }

  private void answered(int status, long nanos) {
    latencies.add(nanos);
    accepted += status == 200 ? 1 : 0;
    if (latencies.size() == votes.requests().size()) {
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      done.tryComplete(new Sent(latencies.size(), accepted, seconds, latencies));
    }
  }

  private void failed(Throwable why) {
    done.tryFail(new IOException("a connection failed during a round: " + why.getMessage(), why));
  }

  /** One connection with one vote under way. */
  private final class Sender {
    private final NetSocket connection;
    private long sentNanos;

    Sender(NetSocket connection) {
      this.connection = connection;
      connection.handler(new ResponseReader(this::received, Round.this::failed));
      connection.exceptionHandler(Round.this::failed);
      connection.closeHandler(closed -> failed(new IOException("closed by the server")));
    }

    void sendNext() {
      if (next.hasNext()) {
        sentNanos = System.nanoTime();
        connection.write(next.next());
      }
    }

    private void received(int status) {
      answered(status, System.nanoTime() - sentNanos);
      sendNext();
    }
  }

  /**
   * What came of it.
   *
   * @param answered how many votes were answered, with any status
   * @param accepted how many with 200
   * @param seconds from the first vote sent to the last one answered
   */
  record Sent(int answered, int accepted, double seconds, Latencies latencies) {}
}
