package dev.oncue.hotrod;

import dev.oncue.GridUnavailableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The way to the grid's servers: made in the background, watched, and made again after a loss. What
 * is wrong is said in one line of the log, and again only when something else is. Thread-safe.
 */
final class GridConnection implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(GridConnection.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final long CHECK_MILLIS = 2_000;

  /** A grid that is slow for a moment, as while shards move, is not lost. */
  private static final int SILENCES = 2;

  /** Checks go to all servers by turns: one that is never answered again is met every few times. */
  private static final int CHECKS_KEPT = 6;

  private final GridSettings settings;
  private final int version;
  private final List<Mirror<?>> mirrors;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "oncue-grid-watch");
            thread.setDaemon(true);
            return thread;
          });

  private volatile State state;
  private volatile boolean closed;
  private volatile Throwable unanswered;
  private String told;

  /** The last checks, the latest in the lowest bit; set: it was not answered. */
  private int silences;

  private sealed interface State permits There, Away {}

  /**
   * @param readers of the mirrors that are wanted; belongs to the thread that watches
   */
  private record There(GridSession session, List<MirrorReader> readers) implements State {
    void read(List<Mirror<?>> mirrors) {
      for (Mirror<?> mirror : mirrors) {
        if (mirror.isWanted() && readers.stream().noneMatch(one -> one.mirror() == mirror)) {
          MirrorReader reader = new MirrorReader(session.cache(mirror.kind().cache()), mirror);
          readers.add(reader);
          reader.start();
        }
      }
    }

    void end() {
      readers.forEach(MirrorReader::close);
      session.close();
    }
  }

  private record Away(GridUnavailableException reason) implements State {}

  /**
   * @param version the {@link dev.oncue.GridFormat} that the servers' tasks must have
   * @param mirrors are filled while there is a connection, and somebody wants them
   */
  GridConnection(GridSettings settings, int version, List<Mirror<?>> mirrors) {
    this.settings = settings;
    this.version = version;
    this.mirrors = mirrors;
    mirrors.forEach(mirror -> mirror.whenWanted(this::readSoon));
    away(new GridUnavailableException("the grid has not been reached yet: " + settings.names()));
  }

  /** Begins to connect, and goes on until it is closed. */
  void start() {
    watch.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void readSoon() {
    try {
      watch.execute(this::readWanted);
    } catch (RejectedExecutionException e) {
      LOG.debug("the connection has ended", e);
    }
  }

  private void readWanted() {
    if (state instanceof There there) {
      there.read(mirrors);
    }
  }

  /**
   * The client, while there is a connection.
   *
   * @throws GridUnavailableException saying why there is none
   */
  GridSession session() {
    if (state instanceof There there) {
      return there.session();
    }
    throw ((Away) state).reason();
  }

  /** What a call that met this failure fails with. */
  Throwable fault(Throwable failure) {
    if (!Diagnosis.isUnanswered(failure)) {
      return failure;
    }
    if (state instanceof Away away) {
      return away.reason();
    }
    unanswered = failure;
    return Diagnosis.of(failure, settings);
  }

  private void look() {
    try {
      if (!(state instanceof There there) || isLost(there.session())) {
        connect();
      }
    } catch (RuntimeException e) {
      LOG.error("the watch over the grid failed; it goes on", e);
    }
  }

  private boolean isLost(GridSession session) {
    try {
      int theirs = session.version().orTimeout(CHECK_MILLIS, TimeUnit.MILLISECONDS).join();
      session.requireVersion(version, theirs);
      checked(0);
      tellUnanswered();
      return false;
    } catch (RuntimeException e) {
      checked(1);
      return !(e.getCause() instanceof TimeoutException) || Integer.bitCount(silences) >= SILENCES;
    }
  }

  private void checked(int silent) {
    silences = (silences << 1 | silent) & (1 << CHECKS_KEPT) - 1;
  }

  /** A loss is told by {@link #away}; this is for calls that fail while the grid stays. */
  private void tellUnanswered() {
    Throwable failure = unanswered;
    if (failure != null) {
      unanswered = null;
      LOG.warnf(
          "the grid is there, but left a call without an answer (%s)",
          failure.getClass().getSimpleName());
    }
  }

  private void connect() {
    State before = state;
    try {
      there(GridSession.open(settings, version));
    } catch (GridUnavailableException e) {
      away(e);
      tell(e.getMessage());
    }
    if (before instanceof There there) {
      there.end();
    }
  }

  private void there(GridSession session) {
    silences = 0;
    unanswered = null;
    There there = new There(session, new CopyOnWriteArrayList<>());
    mirrors.forEach(Mirror::awaitReading);
    state = there;
    there.read(mirrors);
    if (closed) {
      there.end();
    }
    told = null;
    LOG.infof("the grid is there: %s", settings.names());
  }

  private void away(GridUnavailableException reason) {
    state = new Away(reason);
    mirrors.forEach(mirror -> mirror.lose(reason));
  }

  private void tell(String reason) {
    if (!closed && !reason.equals(told)) {
      told = reason;
      LOG.warn(reason);
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.shutdownNow();
    State last = state;
    away(new GridUnavailableException("this process is about to end"));
    if (last instanceof There there) {
      there.end();
    }
  }
}
