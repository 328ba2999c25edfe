package dev.oncue.loadtest.scenario;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The cheapest reader of HTTP/1.1 responses that is still right: takes the status and a body of
 * {@code Content-Length} bytes. Anything else is a failure: chunks, or more than one response at
 * once. Belongs to one connection.
 */
final class ResponseReader implements Handler<Buffer> {
  private static final String LENGTH = "\ncontent-length:";
  private static final int STATUS_FROM = 9;
  private static final int STATUS_TO = 12;

  private final Responses responses;
  private final Consumer<String> failures;
  private Buffer pending;

  /** Takes what was read. */
  interface Responses {
    /** A response is complete; the body is valid during this call only. */
    void response(int status, Buffer body);
  }

  /** Gives each response once all of it is there, or says what is wrong with it. */
  ResponseReader(Responses responses, Consumer<String> failures) {
    this.responses = responses;
    this.failures = failures;
  }

  @Override
  public void handle(Buffer bytes) {
    Buffer all = pending == null ? bytes : pending.appendBuffer(bytes);
    String text = all.toString(StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    int length = head < 0 ? 0 : contentLength(text.substring(0, head + 2));
    int end = head + 4 + length;
    if (length < 0) {
      failures.accept("a response without Content-Length");
    } else if (head < 0 || all.length() < end) {
      pending = all.copy();
    } else if (all.length() > end) {
      failures.accept("more came than one response to one request");
    } else {
      pending = null;
      responses.response(
          Integer.parseInt(text.substring(STATUS_FROM, STATUS_TO)), all.slice(head + 4, end));
    }
  }

  /** -1: there is none, or it is not a number. */
  private static int contentLength(String head) {
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    try {
      int from = at + LENGTH.length();
      return at < 0 ? -1 : Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }
}
