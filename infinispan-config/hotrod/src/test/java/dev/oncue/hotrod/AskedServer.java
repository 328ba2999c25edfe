package dev.oncue.hotrod;

import dev.oncue.testbed.engine.GridServer;
import java.util.Map;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ClientIntelligence;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;

/** Has one server of a cluster run the tasks of tests. */
final class AskedServer {
  private AskedServer() {}

  /** Whether a server hears the other servers, and they it. */
  static void cutOff(GridServer server, boolean cut) {
    run(server, CutTask.NAME, Map.of("cut", cut));
  }

  /** Among how many servers the grid has settled, as this one knows it; 0: it has not. */
  static int settled(GridServer server) {
    return AskedServer.<Integer>run(server, SettledTask.NAME, Map.of());
  }

  private static <T> T run(GridServer server, String task, Map<String, ?> parameters) {
    ConfigurationBuilder client =
        GridSession.client(Connected.settings(server.access().as("admin"), server.address()));
    client.clientIntelligence(ClientIntelligence.BASIC);
    try (RemoteCacheManager manager = new RemoteCacheManager(client.build())) {
      return manager.getCache("reactions").execute(task, parameters);
    }
  }
}
