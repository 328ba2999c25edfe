package dev.oncue.loadtest;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The cheapest reader of HTTP/1.1 responses that is still right: takes the status, skips a body of
 * {@code Content-Length} bytes. Anything else is a failure: chunks, or more than one response at
 * once. Belongs to one connection.
 */
public final class ResponseReader implements Handler<Buffer> {
  private static final String LENGTH = "\ncontent-length:";
  private static final int STATUS_FROM = 9;
  private static final int STATUS_TO = 12;
  private static final int NOT_YET = 0;

  private final IntConsumer statuses;
  private final Consumer<Throwable> failures;
  private Buffer pending = Buffer.buffer();

  /** Gives the status of each response, once all of it is there, or what is wrong with it. */
  public ResponseReader(IntConsumer statuses, Consumer<Throwable> failures) {
    this.statuses = statuses;
    this.failures = failures;
  }

  @Override
  public void handle(Buffer bytes) {
    int status;
    try {
      status = status(pending.length() == 0 ? bytes : pending.appendBuffer(bytes));
    } catch (IllegalStateException e) {
      failures.accept(e);
      return;
    }
    if (status != NOT_YET) {
      statuses.accept(status);
    }
  }

  private int status(Buffer all) {
    int end = end(all);
    if (end < 0 || end > all.length()) {
      pending = all.copy();
      return NOT_YET;
    }
    if (end < all.length()) {
      throw new IllegalStateException("more came than one response to one request");
    }
    pending = Buffer.buffer();
    return Integer.parseInt(all.getString(STATUS_FROM, STATUS_TO));
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
    String length = text.substring(from, to).strip();
    try {
      return head + 4 + Integer.parseInt(length);
    } catch (NumberFormatException e) {
      throw new IllegalStateException("a Content-Length of " + length, e);
    }
  }
}
