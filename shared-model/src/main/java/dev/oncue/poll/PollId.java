package dev.oncue.poll;

import dev.oncue.stream.Name;
import dev.oncue.stream.StreamId;

/**
 * One poll of one stream.
 *
 * @param stream the stream it belongs to
 * @param name the poll's name, unique inside the stream
 */
public record PollId(StreamId stream, String name) {
  /** Refuses anything that is not a {@link Name}. */
  public PollId {
    if (!Name.isReadable(name)) {
      throw new IllegalArgumentException("poll " + Name.RULE);
    }
  }

  /** {@code tenant/stream/poll}: unique, since a {@link Name} has no slash. */
  public String path() {
    return stream.path() + '/' + name;
  }
}
