package dev.oncue.loadtest.feed;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/** Makes events of the bytes of a feed, as the HTML standard says. Belongs to one connection. */
final class SseReader implements Handler<Buffer> {
  /** Takes one event. */
  interface Listener {
    /** An event; {@code id} is the last one that was seen, {@code null} before the first. */
    void event(String id, String type, String data);
  }

  private final Listener listener;
  private final RecordParser lines = RecordParser.newDelimited("\n", line -> line(line.toString()));
  private final StringBuilder data = new StringBuilder();
  private String type = "";
  private String id;

  SseReader(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void handle(Buffer bytes) {
    lines.handle(bytes);
  }

  private void line(String raw) {
    String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
    if (line.isEmpty()) {
      dispatch();
      return;
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    take(field, value.startsWith(" ") ? value.substring(1) : value);
  }

  private void take(String field, String value) {
    switch (field) {
      case "event" -> type = value;
      case "id" -> id = value;
      case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
      default -> {
        // A comment keeps the connection alive; the standard ignores unknown fields.
      }
    }
  }

  private void dispatch() {
    if (!data.isEmpty()) {
      listener.event(id, type, data.toString());
    }
    data.setLength(0);
    type = "";
  }
}
