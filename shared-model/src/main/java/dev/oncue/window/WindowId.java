package dev.oncue.window;

import dev.oncue.stream.Name;
import dev.oncue.stream.StreamId;

/**
 * One window of one stream.
 *
 * @param stream the stream whose viewers are expected
 * @param origin an announced window and a poll's may have the same name
 * @param name its name, unique inside stream and origin; a poll's window has the poll's
 */
public record WindowId(StreamId stream, Origin origin, String name) {
  /** Refuses anything that is not a {@link Name}. */
  public WindowId {
    if (!Name.isReadable(name)) {
      throw new IllegalArgumentException("window " + Name.RULE);
    }
  }

  /** {@code tenant/stream/origin/name}: unique, since a {@link Name} has no slash. */
  public String path() {
    return stream.path() + '/' + origin.word() + '/' + name;
  }
}
