package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Fray;
import dev.oncue.MemoryGrid;
import dev.oncue.OneLoop;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A feed that is to be forgotten in the very moment in which somebody comes. */
class FeedsFrayTest {
  private static final StreamId STREAM = new StreamId(StreamId.DEFAULT_TENANT, "show-42");
  private static final FeedConfig CONFIG = TestSettings.of(FeedConfig.class, Map.of());
  private static final long MUCH_LATER = Long.MAX_VALUE / 2;

  private static Feeds feeds(OneLoop loop) {
    return new Feeds(
        MemoryGrid.create(),
        Clock.systemUTC(),
        loop.vertx(),
        new DocumentEncoder(loop.vertx()),
        CONFIG,
        new SimpleMeterRegistry());
  }

  @Test
  void whoComesHasAFeedThatIsKept() {
    Fray.orders(
        () -> {
          try (OneLoop loop = new OneLoop()) {
            Feeds feeds = feeds(loop);
            feeds.connect(STREAM);
            feeds.disconnect(STREAM);
            AtomicReference<Feed> connected = new AtomicReference<>();
            Thread viewer = new Thread(() -> connected.set(feeds.connect(STREAM)));
            viewer.start();
            feeds.forget(MUCH_LATER);
            viewer.join();
            feeds.forget(MUCH_LATER);
            assertThat(feeds.running(STREAM)).contains(connected.get());
          }
        });
  }
}
