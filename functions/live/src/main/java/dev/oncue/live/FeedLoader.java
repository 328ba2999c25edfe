package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.LastFailure;
import dev.oncue.poll.Poll;
import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionMark;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Window;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a stream has when its feed starts, again and again until it could be read. Confined to
 * its feed's event loop.
 */
final class FeedLoader {
  private static final Logger LOG = Logger.getLogger(FeedLoader.class);

  /** Between two attempts: at first, and at most. */
  private static final long FIRST_PAUSE_MILLIS = 250;

  private static final long MAX_PAUSE_MILLIS = 1_000;

  private final StreamId stream;
  private final Grid grid;
  private final Vertx vertx;
  private final SingleFlightRead<Loaded> reading;
  private final LastFailure lastFailure = new LastFailure();

  /** Done when the attempt that is under way, or comes next, is. */
  private CompletableFuture<Void> attempt = new CompletableFuture<>();

  private boolean isLoaded;
  private boolean ended;

  /**
   * What was read.
   *
   * @param windows those of all streams
   */
  record Loaded(List<Poll> polls, ReactionChanges reactions, List<Window> windows) {
    private Loaded(List<Poll> polls, ReactionChanges reactions) {
      this(polls, reactions, List.of());
    }

    private Loaded with(List<Window> all) {
      return new Loaded(polls, reactions, all);
    }
  }

  /**
   * @param begin gets what was read; again with the next attempt where it fails at it
   */
  FeedLoader(
      StreamId stream, Grid grid, Vertx vertx, EventLoopExecutor loop, Consumer<Loaded> begin) {
    this.stream = stream;
    this.grid = grid;
    this.vertx = vertx;
    this.reading = new SingleFlightRead<>(this::read, loop, begin);
  }

  void start() {
    load(FIRST_PAUSE_MILLIS);
  }

  /** Gives up what could not be read so far. */
  void end() {
    ended = true;
  }

  /** Whether it has been read, and the feed has not ended. */
  boolean isRunning() {
    return isLoaded && !ended;
  }

  /** Done once it is read; fails with the attempt that is under way. */
  CompletionStage<Void> loaded() {
    return attempt;
  }

  private void load(long pauseMillis) {
    if (!ended) {
      reading.fresh().whenComplete((loaded, fault) -> ended(fault, pauseMillis));
    }
  }

  private CompletionStage<Loaded> read() {
    return grid.polls()
        .ofStream(stream)
        .thenCombine(grid.reactions().changes(stream, ReactionMark.START), Loaded::new)
        .thenCombine(grid.windows().all(), Loaded::with);
  }

  private void ended(@Nullable Throwable fault, long pauseMillis) {
    if (fault == null) {
      isLoaded = true;
      attempt.complete(null);
      return;
    }
    log(fault);
    CompletableFuture<Void> failed = attempt;
    // Who comes from here on waits for the next attempt, and no longer: a crowd that is kept
    // waiting for a grid that does not come would fill the memory.
    attempt = new CompletableFuture<>();
    failed.completeExceptionally(fault);
    long next = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
    vertx.setTimer(pauseMillis, timer -> load(next));
  }

  private void log(Throwable fault) {
    LOG.logf(
        lastFailure.isNews(fault) ? Logger.Level.ERROR : Logger.Level.DEBUG,
        fault,
        "the stream %s cannot be read; trying again",
        stream);
  }
}
