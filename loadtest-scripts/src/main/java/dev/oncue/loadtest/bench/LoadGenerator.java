package dev.oncue.loadtest.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Sends rounds of votes in a closed loop over HTTP/1.1 keep-alive. One event loop: it shares the
 * cores with the server, and must take as little of them as it can.
 */
final class LoadGenerator implements AutoCloseable {
  private static final int PATIENCE_S = 300;

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
    await(Future.all(sockets));
    return sockets.stream().map(Future::result).toList();
  }

  /** Sends a round; blocks until it is answered, {@value #PATIENCE_S} seconds at most. */
  Round.Sent send(Votes votes, List<NetSocket> sockets)
      throws IOException, InterruptedException, TimeoutException {
    Round round = new Round(votes);
    Future<Round.Sent> sent =
        Future.future(
            promise -> vertx.runOnContext(start -> round.run(sockets).onComplete(promise)));
    return await(sent);
  }

  private static <T> T await(Future<T> future)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new TimeoutException("a round took longer than " + PATIENCE_S + " s");
    }
  }

  @Override
  public void close() {
    vertx.close();
  }
}
