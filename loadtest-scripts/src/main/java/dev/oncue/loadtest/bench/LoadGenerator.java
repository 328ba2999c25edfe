package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Loop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Sends rounds of votes in a closed loop over HTTP/1.1 keep-alive. One event loop: it shares the
 * cores with the server, and must take as little of them as it can.
 */
final class LoadGenerator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final NetClient client = vertx.createNetClient();
  private final int connections;

  LoadGenerator(int connections) {
    this.connections = connections;
  }

  /** Connections to a server of this machine, ready to send. */
  List<NetSocket> connect(int port) throws IOException, InterruptedException, TimeoutException {
    List<Future<NetSocket>> sockets =
        IntStream.range(0, connections).mapToObj(i -> client.connect(port, "127.0.0.1")).toList();
    Loop.await(Future.all(sockets), PATIENCE);
    return sockets.stream().map(Future::result).toList();
  }

  /** Sends a round; blocks until it is answered, five minutes at most. */
  Round.Sent send(Votes votes, List<NetSocket> sockets)
      throws IOException, InterruptedException, TimeoutException {
    return Loop.run(vertx, () -> new Round(votes).run(sockets), PATIENCE);
  }

  @Override
  public void close() {
    vertx.close();
  }
}
