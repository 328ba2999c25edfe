package dev.oncue.hotrod;

import dev.oncue.Grid;
import dev.oncue.GridFormat;
import dev.oncue.poll.Poll;
import dev.oncue.window.Window;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.List;
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
    Mirror<Poll> polls = new Mirror<>(EntryKind.POLLS);
    Mirror<Window> windows = new Mirror<>(EntryKind.WINDOWS);
    // Every function asks for polls, and with its first request.
    polls.activate();
    GridConnection connection = new GridConnection(settings, version, List.of(polls, windows));
    connection.start();
    return new HotRodGrid(connection, ports(connection, polls, windows));
  }

  private static Grid ports(GridConnection connection, Mirror<Poll> polls, Mirror<Window> windows) {
    GridCache<String> presence = new GridCache<>(connection, "presence");
    return new Grid(
        new HotRodPolls(new MirroredEntries<>(new GridCache<>(connection, "polls"), polls)),
        new HotRodBallotBoxes(new GridCache<>(connection, "shards")),
        new HotRodReactions(new GridCache<>(connection, "reactions")),
        new HotRodDeliveries(new GridCache<>(connection, "deliveries")),
        new HotRodWindows(
            new MirroredEntries<>(new GridCache<>(connection, "windows"), windows), presence),
        new HotRodViewers(presence),
        new HotRodLatencies(new GridCache<>(connection, "latencies")),
        new HotRodClaims(new GridCache<>(connection, "claims")));
  }

  /**
   * The client reads all entries by RxJava. When several servers die under such a read, the first
   * failure is the read's; RxJava would print the others as if nobody cared.
   */
  private static void dropLateFailures() {
    if (RxJavaPlugins.getErrorHandler() == null) {
      RxJavaPlugins.setErrorHandler(
          late ->
              LOG.log(
                  late.getCause() instanceof Error ? Logger.Level.ERROR : Logger.Level.DEBUG,
                  "a read had failed before",
                  late));
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
