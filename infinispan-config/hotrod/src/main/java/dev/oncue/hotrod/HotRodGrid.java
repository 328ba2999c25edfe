package dev.oncue.hotrod;

import dev.oncue.Grid;
import dev.oncue.GridFormat;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import org.jboss.logging.Logger;

/**
 * All shared state in a cluster of Infinispan servers, over Hot Rod. The servers must have the
 * caches of {@code infinispan-config/server} and the tasks of {@code
 * infinispan-config/server-tasks}. While they cannot be reached, or are not what they must be, the
 * ports fail at once and say why. Thread-safe.
 */
public final class HotRodGrid implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HotRodGrid.class);

  private final GridConnection connection;
  private final Grid grid;

  private HotRodGrid(GridConnection connection, Grid grid) {
    this.connection = connection;
    this.grid = grid;
  }

  /** Begins to connect, and returns at once. */
  public static HotRodGrid start(GridSettings settings) {
    return start(settings, GridFormat.VERSION);
  }

  static HotRodGrid start(GridSettings settings, int version) {
    dropLateFailures();
    PollMirror mirror = new PollMirror();
    GridConnection connection = new GridConnection(settings, version, mirror);
    Grid grid =
        new Grid(
            new HotRodPolls(new GridCache<>(connection, "polls"), mirror),
            new HotRodBallotBoxes(new GridCache<>(connection, "shards")),
            new HotRodReactions(new GridCache<>(connection, "reactions")),
            new HotRodDeliveries(new GridCache<>(connection, "deliveries")));
    connection.start();
    return new HotRodGrid(connection, grid);
  }

  /**
   * The client reads all entries by RxJava. When several servers die under such a read, the first
   * failure is the read's; RxJava would print the others as if nobody cared.
   */
  private static void dropLateFailures() {
    if (RxJavaPlugins.getErrorHandler() == null) {
      RxJavaPlugins.setErrorHandler(late -> LOG.debug("a read had failed before", late));
    }
  }

  /** The ports. */
  public Grid grid() {
    return grid;
  }

  @Override
  public void close() {
    connection.close();
  }
}
