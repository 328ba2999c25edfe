package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.Engine.Setup;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import dev.oncue.testbed.feed.EventStream;
import dev.oncue.testbed.token.SignedToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one function does in the grid, every other one's subscribers see at once. */
@Tag("grid")
class EveryFeedIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int WARM_UP_POLLS = 5;
  private static final int POLLS = 15;

  /** Ten times what it must take on a machine at rest. */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void a_poll_opened_at_one_instance_is_on_the_feeds_of_all() {
    GridAccess access = GridAccess.make(folder.resolve("access"));
    try (GridServer server =
            GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
        Engine opening = function("poll-open", server, access).start();
        Engine first = function("live", server, access).start();
        Engine second = function("live", server, access).start();
        EventStream left = feed(first);
        EventStream right = feed(second)) {
      left.awaitState();
      right.awaitState();
      EngineClient producer = opening.client(SECRET);
      List<Duration> delays = new ArrayList<>();
      for (int poll = 0; poll < WARM_UP_POLLS + POLLS; poll++) {
        String name = "q" + poll;
        long asked = System.nanoTime();
        producer.open("show", name, "");
        for (EventStream feed : List.of(left, right)) {
          EventStream.Event event =
              feed.awaitEvent("poll-opened", e -> e.data().get("poll").asText().equals(name));
          if (poll >= WARM_UP_POLLS) {
            delays.add(Duration.ofNanos(event.atNanos() - asked));
          }
        }
      }
      delays.sort(null);
      Duration median = delays.get(delays.size() / 2);
      System.out.printf(
          "EveryFeedIT: from the request that opens a poll to its event on another function's feed:"
              + " median %d ms, longest of %d %d ms%n",
          median.toMillis(), delays.size(), delays.get(delays.size() - 1).toMillis());
      assertThat(median).isLessThan(AT_ONCE);
    }
  }

  @Test
  void viewers_are_counted_over_all_instances_and_a_window_is_told_by_all() {
    GridAccess access = GridAccess.make(folder.resolve("access"));
    try (GridServer server =
            GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
        Engine pool = function("warm-pool", server, access).start();
        Engine first = function("live", server, access).start();
        Engine second = function("live", server, access).start();
        EventStream left = hostFeed(first);
        EventStream right = hostFeed(second);
        EventStream ann = feed(first);
        EventStream bob = feed(second)) {
      List.of(left, right, ann, bob).forEach(EventStream::awaitState);
      for (EventStream host : List.of(left, right)) {
        host.awaitEvent("viewers", event -> event.data().get("viewers").asInt() == 2);
      }
      EngineClient producer = pool.client(SECRET);
      String window =
          """
          { "stream": "show", "window": "act-1", "opensAt": "%s", "duration": "PT10M",
            "expectedViewers": 1000 }
          """
              .formatted(Instant.now().plusSeconds(30));
      producer.post("/windows", producer.tokens().producer(), window).require(201);
      for (EventStream host : List.of(left, right)) {
        host.awaitEvent("window", event -> event.data().get("status").asText().equals("warm"));
      }
      assertThat(ann.events("window")).isEmpty();
      bob.close();
      left.awaitEvent("viewers", event -> event.data().get("viewers").asInt() == 1);
    }
  }

  private static EventStream hostFeed(Engine live) {
    EngineClient client = live.client(SECRET);
    return client.feed("show", client.tokens().host());
  }

  private Setup function(String module, GridServer server, GridAccess access) {
    return Engine.function(module, folder)
        .set("ONCUE_JWT_SECRET", SECRET)
        .onGrid(server.address(), access);
  }

  private static EventStream feed(Engine live) {
    EngineClient client = live.client(SECRET);
    return client.feed("show", client.tokens().sign(SignedToken.viewer("ann").stream("show")));
  }
}
