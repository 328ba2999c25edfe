package dev.oncue.loadtest;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * The cheapest reader of HTTP/1.1 responses that is still right: takes the status, skips a body of
 * {@code Content-Length} bytes. Anything else, chunks too, fails. Belongs to one connection.
 */
public final class ResponseReader implements Handler<Buffer> {
  private static final String LENGTH = "\ncontent-length:";
  private static final int STATUS_FROM = 9;
  private static final int STATUS_TO = 12;

  private final IntConsumer statuses;
  private Buffer pending = Buffer.buffer();

  /** Gives the status of each response, once all of it is there. */
  public ResponseReader(IntConsumer statuses) {
    this.statuses = statuses;
  }

  @Override
  public void handle(Buffer bytes) {
    Buffer all = pending.length() == 0 ? bytes : pending.appendBuffer(bytes);
    int end = end(all);
    if (end < 0 || end > all.length()) {
      pending = all == bytes ? bytes.copy() : all;
      return;
    }
    if (end < all.length()) {
      throw new IllegalStateException("more came than one response to one request");
    }
    pending = Buffer.buffer();
    statuses.accept(Integer.parseInt(all.getString(STATUS_FROM, STATUS_TO)));
  }

  /** Where the response ends; -1: its head is not complete. */
  private static int end(Buffer all) {
    String text = all.toString(StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return -1;
    }
    int at = text.substring(0, head).toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (at < 0) {
      throw new IllegalStateException("a response without Content-Length");
    }
    int from = at + LENGTH.length();
    int to = text.indexOf('\r', from);
    return head + 4 + Integer.parseInt(text.substring(from, to).strip());
  }
}
