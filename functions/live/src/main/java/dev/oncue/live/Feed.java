package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Window;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The feed of one stream: watches its polls, tallies, reactions and windows, and makes each change
 * into one frame. Confined to one event loop, which is checked; what others may call hops there, or
 * is said to be thread-safe.
 */
final class Feed {
  /** Tallies and reactions are published at most this often: four times a second. */
  static final long TICK_MILLIS = 250;

  private static final long QUIET_TICKS = 8;

  /** Between two large states of a stream, which each take memory and a thread. */
  private static final long LARGE_STATE_GAP_MILLIS = 250;

  private final StreamId stream;
  private final Clock clock;
  private final Vertx vertx;
  private final EventLoopExecutor loop;
  private final FeedLog log;
  private final FeedLoader loader;
  private final PollEvents polls;
  private final ReactionEvents reactions;
  private final WindowEvents windows;
  private final ViewerEvents viewers;
  private final SingleFlightRead<Optional<Latency>> latencies;
  private final DocumentEncoder encoder;
  private final SingleFlightRead<StateDocument> hostStates;
  private final SingleFlightRead<StateDocument> viewerStates;

  /** Asked for anew for each snapshot, since no event comes of it; {@code null}: none is set. */
  private @Nullable Latency latency;

  private boolean lastStateIsLarge;
  private long lastStateAtNanos;

  /**
   * Whether there is nothing in the stream of which an event could come without one of the grid.
   */
  private volatile boolean quiet = true;

  private final AtomicLong ticks = new AtomicLong();

  /**
   * @param loop the event loop it lives on
   * @param publish gets each frame, on that event loop
   */
  Feed(
      StreamId stream,
      Grid grid,
      Clock clock,
      Vertx vertx,
      DocumentEncoder encoder,
      EventLoopExecutor loop,
      Consumer<Frame> publish) {
    this.stream = stream;
    this.clock = clock;
    this.vertx = vertx;
    this.encoder = encoder;
    this.loop = loop;
    FramePublisher frames = new FramePublisher(loop, publish);
    this.log = frames.log();
    this.loader = new FeedLoader(stream, grid, vertx, loop, this::begin);
    this.polls = new PollEvents(grid, clock, vertx, loop, frames);
    this.reactions = new ReactionEvents(stream, grid, loop, frames);
    this.windows = new WindowEvents(stream, frames);
    this.viewers = new ViewerEvents(frames);
    this.latencies =
        new SingleFlightRead<>(
            () -> grid.latencies().find(stream), loop, found -> latency = found.orElse(null));
    this.hostStates = new SingleFlightRead<>(() -> readState(true), loop, this::stateRead);
    this.viewerStates = new SingleFlightRead<>(() -> readState(false), loop, this::stateRead);
  }

  /** Reads what the stream has, until it could be read. Thread-safe. */
  void start() {
    loop.execute(loader::start);
  }

  /** Gives up what could not be read so far. Thread-safe. */
  void end() {
    loop.execute(
        () -> {
          loader.end();
          polls.end();
        });
  }

  private void begin(FeedLoader.Loaded loaded) {
    reactions.start(loaded.reactions());
    polls.start(loaded.polls());
    windows.start(loaded.windows());
    updateQuiet();
  }

  private void updateQuiet() {
    quiet = polls.isEmpty() && windows.isEmpty() && reactions.snapshot().isEmpty();
  }

  /** Whether there is nothing in the stream, as far as is known. Thread-safe. */
  boolean isQuiet() {
    return quiet;
  }

  /** Takes a change of one of the stream's polls. Thread-safe. */
  void changed(Poll poll) {
    loop.execute(
        () -> {
          polls.take(poll);
          updateQuiet();
        });
  }

  /** Takes a change of one of the stream's windows. Thread-safe. */
  void changed(Window window) {
    loop.execute(
        () -> {
          windows.take(window);
          updateQuiet();
        });
  }

  /**
   * Looks for what has changed without an event of the grid; in a stream with nothing in it, at
   * each {@value #QUIET_TICKS}th call. Call it every {@link #TICK_MILLIS}. Thread-safe.
   */
  void tick() {
    if (ticks.getAndIncrement() % QUIET_TICKS == 0 || !quiet) {
      loop.execute(this::look);
    }
  }

  private void look() {
    if (loader.isRunning()) {
      polls.tick();
      reactions.tick();
      viewers.tick();
      updateQuiet();
    }
  }

  /** Counts viewers that came or went. Thread-safe. */
  void viewers(int change) {
    viewers.add(change);
  }

  /** How many viewers are connected to this instance. Thread-safe. */
  int viewersHere() {
    return viewers.here();
  }

  /** Takes how many are connected to the other instances. Thread-safe. */
  void viewersElsewhere(long count) {
    viewers.elsewhere(count);
  }

  /**
   * What a client that has just come gets first. Thread-safe.
   *
   * @param cursor where it left off; {@code null}: it is new
   * @param host whether it sees all counts
   * @return fails when that could not be read in {@link SingleFlightRead#TIMEOUT}
   */
  CompletionStage<InitialEvents> initialEvents(@Nullable String cursor, boolean host) {
    CompletableFuture<InitialEvents> initial = new CompletableFuture<>();
    loop.execute(
        () ->
            loader
                .loaded()
                .thenCompose(done -> eventsSince(cursor, host))
                .whenComplete((events, fault) -> end(initial, events, fault)));
    return SingleFlightRead.inTime(initial);
  }

  private static <T> void end(CompletableFuture<T> stage, T value, Throwable fault) {
    if (fault == null) {
      stage.complete(value);
    } else {
      stage.completeExceptionally(fault);
    }
  }

  /**
   * What was missed, or else the stream as it stands, with fresh tallies and reactions: read from
   * the grid after the call, and encoded once for all who ask meanwhile.
   */
  private CompletionStage<InitialEvents> eventsSince(@Nullable String cursor, boolean host) {
    List<Frame> missed = log.since(cursor).orElse(null);
    if (missed != null) {
      return CompletableFuture.completedFuture(new InitialEvents(log.last(), missed, null));
    }
    return (host ? hostStates : viewerStates)
        .fresh()
        .thenApply(state -> new InitialEvents(state.snapshot().place(), List.of(), state));
  }

  private CompletionStage<StateDocument> readState(boolean host) {
    return afterGap()
        .thenCompose(due -> readSnapshot())
        .thenCompose(
            snapshot ->
                encoder.encode(snapshot.polls().size(), () -> StateDocument.of(snapshot, host)));
  }

  private CompletionStage<Void> afterGap() {
    long sinceLast = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastStateAtNanos);
    CompletableFuture<Void> due = new CompletableFuture<>();
    if (lastStateIsLarge && sinceLast < LARGE_STATE_GAP_MILLIS) {
      vertx.setTimer(
          LARGE_STATE_GAP_MILLIS - sinceLast, timer -> loop.execute(() -> due.complete(null)));
    } else {
      due.complete(null);
    }
    return due;
  }

  private void stateRead(StateDocument state) {
    lastStateIsLarge = state.isLarge();
    lastStateAtNanos = System.nanoTime();
  }

  private CompletionStage<Snapshot> readSnapshot() {
    List<CompletionStage<?>> reads = new ArrayList<>(polls.freshTallies());
    reads.add(reactions.fresh());
    reads.add(latencies.fresh());
    return CompletableFuture.allOf(
            reads.stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new))
        .thenApply(done -> snapshot());
  }

  /** What a client adds up from here on starts where this ends. */
  private Snapshot snapshot() {
    loop.require();
    Instant now = clock.instant();
    List<Snapshot.Entry> entries = polls.snapshot(now);
    return new Snapshot(
        stream,
        log.last(),
        log.cursor(log.last()),
        log.cursor(log.last().seenBy(false)),
        now,
        viewers.snapshot(),
        entries,
        Snapshot.reactions(reactions.snapshot()),
        latency,
        windows.snapshot());
  }
}
