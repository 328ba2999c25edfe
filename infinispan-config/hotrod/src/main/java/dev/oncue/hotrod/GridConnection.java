package dev.oncue.hotrod;

import dev.oncue.GridUnavailableException;
import dev.oncue.LastFailure;
import dev.oncue.TaskThread;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
  private final Opening opening;
  private final List<Mirror<?>> mirrors;
  private final LastFailure lastFailure = new LastFailure();
  private final TaskThread watch = new TaskThread("oncue-grid-watch", this::failed);

  private volatile State state;
  private volatile boolean closed;
  private volatile @Nullable Throwable unanswered;
  private @Nullable String warned;

  /** The last checks, the latest in the lowest bit; set: it was not answered. */
  private int silences;

  /** Makes a session, or fails in any way. */
  @FunctionalInterface
  interface Opening {
    /** As {@link GridSession#open} does. */
    GridSession open(GridSettings settings, int version);
  }

  private sealed interface State permits Connected, Disconnected {}

  /**
   * @param readers of the mirrors that are wanted; belongs to the thread that watches
   */
  private record Connected(GridSession session, List<MirrorReader> readers) implements State {
    void read(List<Mirror<?>> mirrors) {
      for (Mirror<?> mirror : mirrors) {
        if (mirror.isActive() && readers.stream().noneMatch(one -> one.mirror() == mirror)) {
          MirrorReader reader = reader(mirror);
          readers.add(reader);
          reader.start();
        }
      }
    }

    private MirrorReader reader(Mirror<?> mirror) {
      return new MirrorReader(
          session.cache(mirror.kind().cache()),
          (cache, task, parameters) -> session.run(cache, task, null, parameters),
          mirror);
    }

    void end() {
      readers.forEach(MirrorReader::close);
      session.close();
    }
  }

  private record Disconnected(GridUnavailableException reason) implements State {}

  /**
   * @param version the {@link dev.oncue.GridFormat} that the servers' tasks must have
   * @param mirrors are filled while there is a connection, and somebody wants them
   */
  GridConnection(GridSettings settings, int version, List<Mirror<?>> mirrors) {
    this(settings, version, mirrors, GridSession::open);
  }

  GridConnection(GridSettings settings, int version, List<Mirror<?>> mirrors, Opening opening) {
    this.settings = settings;
    this.version = version;
    this.opening = opening;
    this.mirrors = mirrors;
    mirrors.forEach(mirror -> mirror.whenActivated(this::readSoon));
    disconnected(
        new GridUnavailableException("the grid has not been reached yet: " + settings.names()));
  }

  /** Begins to connect, and goes on until it is closed. */
  void start() {
    watch.repeat(PAUSE_MILLIS, this::check);
  }

  private void readSoon() {
    watch.run(this::readWanted);
  }

  private void readWanted() {
    if (state instanceof Connected connected) {
      connected.read(mirrors);
    }
  }

  /**
   * The client, while there is a connection.
   *
   * @throws GridUnavailableException saying why there is none
   */
  GridSession session() {
    if (state instanceof Connected connected) {
      return connected.session();
    }
    throw ((Disconnected) state).reason();
  }

  /** What a call that met this failure fails with. */
  Throwable fault(Throwable failure) {
    if (!Diagnosis.isUnanswered(failure)) {
      return failure;
    }
    if (state instanceof Disconnected disconnected) {
      return disconnected.reason();
    }
    unanswered = failure;
    return Diagnosis.of(failure, settings);
  }

  private void check() {
    if (!(state instanceof Connected connected) || isLost(connected.session())) {
      connect();
    }
    // Again, since one of them may have failed to begin.
    readWanted();
  }

  private void failed(Throwable failure) {
    if (!closed && lastFailure.isNews(failure)) {
      LOG.error("the watch over the grid failed; it goes on", failure);
    }
  }

  private boolean isLost(GridSession session) {
    try {
      int theirs = session.version().orTimeout(CHECK_MILLIS, TimeUnit.MILLISECONDS).join();
      session.requireVersion(version, theirs);
      checked(0);
      warnUnanswered();
      return false;
    } catch (Throwable e) {
      checked(1);
      if (Diagnosis.isUnknown(e)) {
        failed(e);
      }
      return !(e.getCause() instanceof TimeoutException) || Integer.bitCount(silences) >= SILENCES;
    }
  }

  private void checked(int silent) {
    silences = (silences << 1 | silent) & (1 << CHECKS_KEPT) - 1;
  }

  /**
   * A loss is logged by {@link #disconnected}; this is for calls that fail while the grid stays.
   */
  private void warnUnanswered() {
    Throwable failure = unanswered;
    if (failure != null) {
      unanswered = null;
      if (Diagnosis.isUnknown(failure)) {
        failed(failure);
        return;
      }
      LOG.warnf(
          "the grid is there, but left a call without an answer (%s)",
          failure.getClass().getSimpleName());
    }
  }

  private void connect() {
    State before = state;
    try {
      connected(opening.open(settings, version));
    } catch (Throwable e) {
      GridUnavailableException reason = Diagnosis.of(e, settings);
      disconnected(reason);
      warn(reason);
    }
    if (before instanceof Connected connected) {
      connected.end();
    }
  }

  private void connected(GridSession session) {
    silences = 0;
    unanswered = null;
    Connected connected = new Connected(session, new CopyOnWriteArrayList<>());
    mirrors.forEach(Mirror::awaitReading);
    state = connected;
    connected.read(mirrors);
    if (closed) {
      connected.end();
    }
    warned = null;
    LOG.infof("the grid is there: %s", settings.names());
  }

  private void disconnected(GridUnavailableException reason) {
    state = new Disconnected(reason);
    mirrors.forEach(mirror -> mirror.lose(reason));
  }

  private void warn(GridUnavailableException reason) {
    String words = String.valueOf(reason.getMessage());
    if (closed || words.equals(warned)) {
      return;
    }
    warned = words;
    if (reason.getCause() == null) {
      LOG.warn(words);
    } else {
      LOG.error(words, reason.getCause());
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.close();
    State last = state;
    disconnected(new GridUnavailableException("this process is about to end"));
    if (last instanceof Connected connected) {
      connected.end();
    }
  }
}
