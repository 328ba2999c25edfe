package dev.oncue.loadtest.feed;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes events of the bytes of feeds whose lines end with LF, as Oncue writes them. Thousands of
 * subscribers get the same bytes, which are read once. Belongs to one event loop.
 */
final class SseReader {
  private static final int MAX_KNOWN = 64;

  private final Map<Buffer, SseEvent> known = new HashMap<>();

  /** Takes the bytes of one connection. */
  Handler<Buffer> connection(Consumer<SseEvent> listener) {
    return RecordParser.newDelimited(
        "\n\n",
        block -> {
          SseEvent event = event(block);
          if (event != null) {
            listener.accept(event);
          }
        });
  }

  private SseEvent event(Buffer block) {
    if (known.size() == MAX_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(block, bytes -> SseEvent.read(bytes.toString()));
  }
}
