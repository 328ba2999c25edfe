package dev.oncue.live;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * A state on its way to one caller. For one thread at a time.
 *
 * <p>No record, since those are written as JSON.
 */
final class StateAnswer {
  private final Vertx vertx;
  private final StateMemory memory;
  private final StateDocument state;
  private final Parts parts;
  private final boolean gzipped;

  /**
   * @param state what most of the bytes are shared with
   * @param parts the caller's bytes
   * @param gzipped whether they are in the coding gzip
   */
  StateAnswer(Vertx vertx, StateMemory memory, StateDocument state, Parts parts, boolean gzipped) {
    this.vertx = vertx;
    this.memory = memory;
    this.state = state;
    this.parts = parts;
    this.gzipped = gzipped;
  }

  /** Whether its bytes are in the coding gzip. */
  boolean isGzipped() {
    return gzipped;
  }

  /** Whether it is sent in one slice. */
  boolean isSmall() {
    return parts.size() <= Transfer.SLICE_BYTES;
  }

  /** All of its bytes. */
  Buffer all() {
    return parts.take(Integer.MAX_VALUE);
  }

  /** Makes sure that there is memory for it until the request has ended. */
  void hold(RoutingContext context) {
    StateMemory.Hold hold = memory.hold(state);
    context.addEndHandler(ended -> hold.close());
  }

  /** Ends a response with it, no faster than it is read. */
  void send(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(parts.size()));
    new Transfer(vertx, response, context.request().connection()).send(parts, response::end);
  }
}
