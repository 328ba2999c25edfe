package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes each event of a feed into one frame: numbers it, encodes it once for all who get it, keeps
 * it for those who come back, and hands it on. Confined to its feed's event loop, which is checked.
 */
final class FramePublisher {
  private final EventLoopExecutor loop;
  private final Consumer<Frame> subscribers;
  private final FeedLog log = new FeedLog();

  /** The data of an event, as JSON in UTF-8. */
  interface Data {
    /**
     * For one kind of subscriber.
     *
     * @return {@code null}: these do not get it. Hosts get all
     */
    byte @Nullable [] forKind(boolean host);
  }

  /**
   * @param subscribers gets each frame, on the event loop
   */
  FramePublisher(EventLoopExecutor loop, Consumer<Frame> subscribers) {
    this.loop = loop;
    this.subscribers = subscribers;
  }

  /** What was published. */
  FeedLog log() {
    return log;
  }

  /** Publishes an event that all get alike. */
  void publish(String event, byte[] data) {
    publish(event, host -> data);
  }

  /** Publishes an event. */
  void publish(String event, Data data) {
    loop.require();
    byte[] forHosts = Objects.requireNonNull(data.forKind(true));
    byte[] forViewers = data.forKind(false);
    EventId place = log.last().next(forViewers != null);
    String cursor = log.cursor(place);
    Buffer hosts = Frame.encode(cursor, event, forHosts);
    Buffer all = forViewers == null ? null : hosts;
    if (forViewers != null && !Arrays.equals(forHosts, forViewers)) {
      all = Frame.encode(cursor, event, forViewers);
    }
    Frame frame = new Frame(place, hosts, all);
    log.add(frame);
    subscribers.accept(frame);
  }
}
