package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a feed. Costs memory and one write for each frame. Confined to the event loop
 * of its connection.
 */
final class Subscriber {
  private static final int MIN_RETRY_MILLIS = 500;
  private static final int MAX_RETRY_MILLIS = 3_000;

  /** The most that wait while the first bytes are made and read. */
  private static final int MAX_PENDING = 1024;

  private final HttpServerResponse response;
  private final Transfer transfer;
  private final boolean host;

  /** What was published while the first bytes were under way; {@code null}: they are through. */
  private @Nullable List<Frame> pending = new ArrayList<>();

  private boolean begun;

  /**
   * @param transfer sends the first bytes on the response
   * @param host whether it sees counts that viewers do not see
   */
  Subscriber(HttpServerResponse response, Transfer transfer, boolean host) {
    this.response = response;
    this.transfer = transfer;
    this.host = host;
  }

  boolean isHost() {
    return host;
  }

  /**
   * Begins: what was published while the first bytes were made and read, and is not part of them,
   * follows them.
   *
   * @param handedOver is called when the first bytes are not needed any more
   */
  void begin(FirstEvents first, Runnable handedOver) {
    begun = true;
    if (pending != null) {
      pending.removeIf(frame -> !frame.place().isAfter(first.covered()));
    }
    transfer.send(
        first.parts(),
        () -> {
          handedOver.run();
          follow();
        });
  }

  private void follow() {
    List<Frame> waiting = pending == null ? List.of() : pending;
    Parts parts = parts(waiting);
    if (parts.isEmpty()) {
      pending = null;
    } else {
      pending = new ArrayList<>();
      transfer.send(parts, this::follow);
    }
  }

  private Parts parts(List<Frame> frames) {
    List<ByteBuffer> parts = new ArrayList<>();
    for (Frame frame : frames) {
      @Nullable Buffer bytes = frame.bytes(host);
      if (bytes != null) {
        parts.add(FirstEvents.shared(bytes));
      }
    }
    return new Parts(parts);
  }

  /** Takes a frame. */
  void send(Frame frame) {
    if (pending != null) {
      pending.add(frame);
      return;
    }
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
    return pending == null ? response.writeQueueFull() : pending.size() >= MAX_PENDING;
  }

  /** Ends the connection at once, with what it has not read. */
  void drop() {
    transfer.cutOff();
  }

  /** Tells it to reconnect, at a random moment so that not all come at once, and ends. */
  void reconnect() {
    if (response.ended()) {
      return;
    }
    if (begun && pending != null) {
      // In the middle of an event there is no place for another.
      drop();
      return;
    }
    if (!begun) {
      FeedAnswers.begin(response);
    }
    int retry = ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
    response.end("retry: " + retry + "\nevent: reconnect\ndata: {\"retry\":" + retry + "}\n\n");
  }
}
