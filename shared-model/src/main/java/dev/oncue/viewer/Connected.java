package dev.oncue.viewer;

import dev.oncue.stream.Name;
import dev.oncue.stream.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The viewers of one stream that are connected to one instance.
 *
 * @param instance a {@link Name} that no other process has
 * @param stream whose viewers they are
 * @param viewers how many connections; 0: none any more
 */
public record Connected(String instance, StreamId stream, int viewers) {
  /** Refuses what is no name, and less than nobody. */
  public Connected {
    if (!Name.isValid(instance) || viewers < 0) {
      throw new IllegalArgumentException("not an instance with viewers: " + instance);
    }
  }

  /** {@code tenant/stream/instance}: unique, since a {@link Name} has no slash. */
  public String path() {
    return stream.path() + '/' + instance;
  }

  /** What has that {@link #path()}. */
  public static Connected at(String path, int viewers) {
    String[] names = path.split("/", -1);
    if (names.length != 3) {
      throw new IllegalArgumentException("not tenant/stream/instance: " + path);
    }
    return new Connected(names[2], new StreamId(names[0], names[1]), viewers);
  }

  /** The viewers of each stream, over all instances that are given. */
  public static Map<StreamId, Long> byStream(Collection<Connected> all) {
    Map<StreamId, Long> sums = new HashMap<>();
    all.forEach(one -> sums.merge(one.stream(), (long) one.viewers(), Long::sum));
    return sums;
  }
}
