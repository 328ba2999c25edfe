package dev.oncue.hotrod;

import static org.awaitility.Awaitility.await;

import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.TestSettings;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridCluster;
import dev.oncue.testbed.engine.GridServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** Connections to servers that tests have started, as a function has them. */
final class Connected {
  private static final PollId NONE = new PollId(new StreamId("oncue", "connected"), "none");

  private Connected() {}

  /** What a function is given to reach a server. */
  static GridSettings settings(GridServer server) {
    return settings(server.access(), server.address());
  }

  /** What a function is given to reach all servers of a cluster. */
  static GridSettings settings(GridCluster cluster) {
    return settings(cluster.access(), cluster.addresses());
  }

  /** What a function is given to reach some servers. */
  static GridSettings settings(GridAccess access, String servers) {
    return GridSettings.of(TestSettings.of(GridConfig.class, access.settings(servers)));
  }

  /** The same by hand; {@code null}: not given. */
  static GridSettings settings(String servers, String user, String password, String ca) {
    Map<String, String> given = new HashMap<>();
    given.put("oncue.grid.servers", servers);
    given.put("oncue.grid.user", user);
    given.put("oncue.grid.password", password);
    given.put("oncue.grid.ca", ca);
    given.values().removeIf(Objects::isNull);
    return GridSettings.of(TestSettings.of(GridConfig.class, given));
  }

  /** A client that knows all servers of a cluster. */
  static HotRodGrid to(GridCluster cluster) {
    return to(settings(cluster));
  }

  /** Waits for the connection that a grid makes in the background. */
  static HotRodGrid to(GridSettings settings) {
    HotRodGrid hotrod = HotRodGrid.start(settings);
    await("a connection").atMost(Duration.ofSeconds(20)).until(() -> fault(hotrod) == null);
    return hotrod;
  }

  /** What a call fails with; {@code null}: it was answered. */
  static Throwable fault(HotRodGrid hotrod) {
    try {
      hotrod.grid().polls().find(NONE).toCompletableFuture().join();
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }
}
