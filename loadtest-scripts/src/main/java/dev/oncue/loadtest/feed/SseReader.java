package dev.oncue.loadtest.feed;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes events of the bytes of a feed whose lines end with LF, as Oncue writes them. Belongs to one
 * connection.
 */
final class SseReader implements Handler<Buffer> {
  private final Seen seen;
  private final Consumer<SseEvent> listener;
  private Buffer pending = Buffer.buffer();

  SseReader(Seen seen, Consumer<SseEvent> listener) {
    this.seen = seen;
    this.listener = listener;
  }

  /**
   * The blocks that were seen last, and what they say: thousands get the same bytes, which need not
   * be read thousands of times. Belongs to one event loop.
   */
  static final class Seen {
    private static final int MAX = 64;

    private final Map<Buffer, SseEvent> events =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Buffer, SseEvent> eldest) {
            return size() > MAX;
          }
        };

    private SseEvent event(Buffer block) {
      SseEvent event = events.get(block);
      if (event == null) {
        event = SseEvent.read(block.toString(StandardCharsets.UTF_8));
        if (event != null) {
          events.put(block.copy(), event);
        }
      }
      return event;
    }
  }

  @Override
  public void handle(Buffer bytes) {
    Buffer all = pending.length() == 0 ? bytes : pending.appendBuffer(bytes);
    int start = 0;
    for (int end = end(all, start); end > 0; end = end(all, start)) {
      SseEvent event = seen.event(all.slice(start, end));
      if (event != null) {
        listener.accept(event);
      }
      start = end;
    }
    pending = all.getBuffer(start, all.length());
  }

  /** Where the block that begins at {@code start} ends, with its empty line; 0: not yet. */
  private static int end(Buffer all, int start) {
    for (int i = start + 1; i < all.length(); i++) {
      if (all.getByte(i) == '\n' && all.getByte(i - 1) == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
