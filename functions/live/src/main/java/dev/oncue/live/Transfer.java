package dev.oncue.live;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * Sends bytes no faster than the client reads them: one slice at a time, so that one who does not
 * read costs no more than a slice. Who takes too long is cut off. Confined to the event loop of the
 * connection.
 */
final class Transfer {
  /** The most that one connection has in the process' memory for itself. */
  static final int SLICE_BYTES = 16 * 1024;

  /** The largest state goes through half a megabit a second in that time. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final long NONE = -1;

  private final Vertx vertx;
  private final HttpServerResponse response;
  private final ConnectionBase connection;
  private final Context loop;
  private long timer = NONE;

  Transfer(Vertx vertx, HttpServerResponse response, HttpConnection connection) {
    this.vertx = vertx;
    this.response = response;
    this.connection = (ConnectionBase) connection;
    this.loop = this.connection.getContext();
  }

  /**
   * Sends all of some bytes.
   *
   * @param handedOver is called when the last slice is on its way, at once where there is but one.
   *     It is never called when the connection ends before
   */
  void send(Parts parts, Runnable handedOver) {
    Buffer slice = parts.take(SLICE_BYTES);
    if (parts.isEmpty()) {
      stopTimer();
      response.write(slice);
      handedOver.run();
      return;
    }
    if (timer == NONE) {
      timer = vertx.setTimer(TIMEOUT.toMillis(), late -> cutOff());
    }
    response.write(slice).onComplete(read -> next(parts, handedOver, read));
  }

  private void next(Parts parts, Runnable handedOver, AsyncResult<Void> read) {
    if (read.failed()) {
      stopTimer();
      return;
    }
    // By the event loop's queue, so that the others on it have their turn.
    loop.runOnContext(turn -> send(parts, handedOver));
  }

  private void stopTimer() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }

  /**
   * Ends the connection at once, with what was not read. Vert.x alone would wait until all of it is
   * written, which is never.
   */
  void cutOff() {
    stopTimer();
    connection.channelHandlerContext().close();
  }
}
