package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One event of a feed, encoded once for all who get it.
 *
 * @param place its place in the feed
 * @param forHosts the bytes that hosts get
 * @param forViewers the bytes that viewers get; {@code null}: they do not get it
 */
record Frame(EventId place, Buffer forHosts, @Nullable Buffer forViewers) {
  /** What comes after the data of an event. */
  static final String END = "\n\n";

  /** A frame that all get alike. */
  static Frame forAll(EventId place, Buffer bytes) {
    return new Frame(place, bytes, bytes);
  }

  /** What one kind of subscriber gets, or {@code null}. */
  @Nullable Buffer bytes(boolean host) {
    return host ? forHosts : forViewers;
  }

  /**
   * One event in the form of Server-Sent Events (WHATWG HTML, 9.2). JSON has no raw line breaks, so
   * the data is always one line.
   */
  static Buffer encode(String id, String event, byte[] data) {
    return Buffer.buffer(data.length + 64)
        .appendString(head(id, event))
        .appendBytes(data)
        .appendString(END);
  }

  /** What comes before the data of an event. */
  static String head(String id, String event) {
    return "id: " + id + "\nevent: " + event + "\ndata: ";
  }
}
