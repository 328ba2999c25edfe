package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a feed. Costs memory and one write for each frame. Confined to the event loop
 * of its connection.
 */
final class Subscriber {
  private static final int MIN_RETRY_MILLIS = 500;
  private static final int MAX_RETRY_MILLIS = 3_000;

  private final HttpServerResponse response;
  private final ConnectionBase connection;
  private final boolean host;
  private @Nullable List<Frame> pending = new ArrayList<>();

  /**
   * @param connection where the response goes
   * @param host whether it sees counts that viewers do not see
   */
  Subscriber(HttpServerResponse response, HttpConnection connection, boolean host) {
    this.response = response;
    this.connection = (ConnectionBase) connection;
    this.host = host;
  }

  boolean isHost() {
    return host;
  }

  /**
   * Begins: what was published while the first bytes were made, and is not part of it, follows it.
   */
  void begin(Buffer first, EventId covered) {
    response.write(first);
    List<Frame> waiting = Objects.requireNonNull(pending, "it has begun already");
    pending = null;
    for (Frame frame : waiting) {
      if (frame.place().isAfter(covered)) {
        write(frame);
      }
    }
  }

  /** Takes a frame. */
  void send(Frame frame) {
    if (pending != null) {
      pending.add(frame);
    } else {
      write(frame);
    }
  }

  private void write(Frame frame) {
    Buffer bytes = frame.bytes(host);
    if (bytes != null) {
      response.write(bytes);
    }
  }

  /** Keeps the connection alive. */
  void ping(Buffer comment) {
    if (pending == null) {
      response.write(comment);
    }
  }

  /** Whether it reads more slowly than the feed writes. It is dropped then, and may come back. */
  boolean isSlow() {
    return response.writeQueueFull();
  }

  /**
   * Ends the connection at once, with what it has not read. Vert.x alone would wait until all of it
   * is written, which is never.
   */
  void drop() {
    connection.channelHandlerContext().close();
  }

  /** Tells it to reconnect, at a random moment so that not all come at once, and ends. */
  void reconnect() {
    if (response.ended()) {
      return;
    }
    int retry = ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
    response.end("retry: " + retry + "\nevent: reconnect\ndata: {\"retry\":" + retry + "}\n\n");
  }
}
