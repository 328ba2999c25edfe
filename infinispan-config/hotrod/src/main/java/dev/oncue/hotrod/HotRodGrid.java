package dev.oncue.hotrod;

import dev.oncue.Grid;
import java.nio.file.Path;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;

/**
 * All shared state in a cluster of Infinispan servers, over Hot Rod. The servers must have the
 * caches of {@code infinispan-config/caches/grid} and the tasks of {@code
 * infinispan-config/server-tasks}. Thread-safe.
 */
public final class HotRodGrid implements AutoCloseable {
  private final RemoteCacheManager manager;
  private final PollMirror mirror;
  private final Calls calls;
  private final Grid grid;

  private HotRodGrid(RemoteCacheManager manager, PollMirror mirror, Calls calls, Grid grid) {
    this.manager = manager;
    this.mirror = mirror;
    this.calls = calls;
    this.grid = grid;
  }

  /**
   * Starts a client. One server at least must be there.
   *
   * @param servers {@code host:port,host:port}; all servers' certificates must name the first host,
   *     since the client checks the same name with each
   * @param user who logs in
   * @param password its password, which does not travel (SCRAM)
   * @param ca a PEM file with the certificates that a server's may be signed by, or be
   */
  public static HotRodGrid start(String servers, String user, String password, Path ca) {
    ConfigurationBuilder client = new ConfigurationBuilder();
    client.addServers(servers.replace(',', ';'));
    client
        .security()
        .authentication()
        .username(user)
        .password(password)
        .realm("default")
        .saslMechanism("SCRAM-SHA-512");
    client
        .security()
        .ssl()
        .sslContext(GridTrust.in(ca))
        .sniHostName(servers.substring(0, servers.indexOf(':')));
    // Without it a put does not tell what was there before.
    client.remoteCache("polls").forceReturnValues(true);
    client.remoteCache("deliveries").forceReturnValues(true);
    RemoteCacheManager manager = new RemoteCacheManager(client.build());
    Calls calls = new Calls();
    RemoteCache<String, byte[]> polls = manager.getCache("polls");
    PollMirror mirror = new PollMirror(polls);
    mirror.start();
    Grid grid =
        new Grid(
            new HotRodPolls(polls, mirror),
            new HotRodBallotBoxes(manager.getCache("shards"), calls),
            new HotRodReactions(manager.getCache("reactions"), calls),
            new HotRodDeliveries(manager.getCache("deliveries")));
    return new HotRodGrid(manager, mirror, calls, grid);
  }

  /** The ports. */
  public Grid grid() {
    return grid;
  }

  @Override
  public void close() {
    mirror.close();
    calls.close();
    manager.stop();
  }
}
