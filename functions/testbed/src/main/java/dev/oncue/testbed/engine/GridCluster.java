package dev.oncue.testbed.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some servers that know of each other, each with a folder and ports of its own to come back on.
 */
public final class GridCluster implements AutoCloseable {
  private final GridAccess access;
  private final List<GridServer> servers = new ArrayList<>();

  /** Starts them all at once, and waits until all answer. */
  public GridCluster(Path folder, int size) {
    access = GridAccess.make(folder.resolve("access"));
    List<Integer> ports = IntStream.range(0, size).mapToObj(i -> Ports.free()).toList();
    for (int port : ports) {
      servers.add(
          new GridServer(access, folder.resolve("server-" + port), Ports.free(), port, ports));
    }
    servers.forEach(GridServer::launch);
    servers.forEach(GridServer::awaitReady);
  }

  /** What they need of those who talk to them. */
  public GridAccess access() {
    return access;
  }

  /** Where clients reach them, as {@code ONCUE_GRID_SERVERS} takes it. */
  public String addresses() {
    return String.join(",", servers.stream().map(GridServer::address).toList());
  }

  /** The CPU time that all servers took so far. */
  public Duration cpu() {
    return servers.stream().map(GridServer::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  /** Each of them. */
  public List<GridServer> servers() {
    return servers;
  }

  @Override
  public void close() {
    servers.forEach(GridServer::close);
  }
}
