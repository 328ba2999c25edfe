package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.ballot.Tally;
import dev.oncue.http.PollDocuments;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollJson;
import dev.oncue.poll.PollStatus;
import dev.oncue.poll.Result;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowJson;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The feed of one stream: watches its polls, tallies, reactions and windows, and makes each change
 * into one frame. Confined to one event loop; the public methods hop there.
 */
final class Feed {
  /** Tallies and reactions are told at most this often: four times a second. */
  static final long TICK_MILLIS = 250;

  /** A little less than a tick, so that one that is on time is never left out. */
  private static final long MIN_TALLY_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(240);

  /**
   * Once a second at most: while a crowd comes, each one would be told to all who are there, which
   * is four frames a second for each of them for nothing.
   */
  private static final long MIN_VIEWERS_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(990);

  private static final Logger LOG = Logger.getLogger(Feed.class);

  /** Between two attempts to read the stream: at first, and at most. */
  private static final long FIRST_PAUSE_MILLIS = 250;

  private static final long MAX_PAUSE_MILLIS = 1_000;
  private static final int MAX_CLOSED_POLLS = 50;

  /** Timers further ahead than this are set again by the tick. */
  private static final Duration HORIZON = Duration.ofMinutes(1);

  private static final Comparator<TrackedPoll> BY_OPENING =
      Comparator.comparing((TrackedPoll tracked) -> tracked.poll().window().opensAt())
          .thenComparing(tracked -> tracked.poll().id().name());

  private final StreamId stream;
  private final Grid grid;
  private final Clock clock;
  private final Vertx vertx;
  private final Context loop;
  private final Consumer<Frame> publish;
  private final FeedLog log = new FeedLog();
  private final Map<PollId, TrackedPoll> polls = new LinkedHashMap<>();

  /** The warm pool's windows that are not over; for hosts alone. */
  private final Map<WindowId, Window> windows = new LinkedHashMap<>();

  /** Done when the attempt to load that is under way, or comes next, is. */
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  private volatile boolean ended;
  private Map<String, Long> reactions = Map.of();
  private final AtomicInteger viewersHere = new AtomicInteger();
  private volatile long viewersElsewhere;
  private long viewersTold;
  private long viewersToldAtNanos = System.nanoTime() - MIN_VIEWERS_GAP_NANOS;
  private boolean readsSnapshot;
  private CompletableFuture<Snapshot> nextSnapshot;

  /**
   * @param loop the event loop it lives on
   * @param publish gets each frame, on that event loop
   */
  Feed(
      StreamId stream, Grid grid, Clock clock, Vertx vertx, Context loop, Consumer<Frame> publish) {
    this.stream = stream;
    this.grid = grid;
    this.clock = clock;
    this.vertx = vertx;
    this.loop = loop;
    this.publish = publish;
  }

  /** Reads what the stream has, until it could be read; nobody is told of it. */
  void start() {
    load(FIRST_PAUSE_MILLIS);
  }

  /** Gives up what could not be read so far. */
  void end() {
    ended = true;
  }

  private void load(long pauseMillis) {
    if (ended) {
      return;
    }
    grid.polls()
        .ofStream(stream)
        .thenCombine(grid.reactions().totals(stream), Start::new)
        .thenCombine(grid.windows().all(), Start::with)
        .whenComplete((start, fault) -> onLoop(() -> loaded(start, fault, pauseMillis)));
  }

  private void loaded(Start start, Throwable fault, long pauseMillis) {
    if (fault == null) {
      begin(start);
      return;
    }
    LOG.debug("a stream cannot be read; trying again", fault);
    CompletableFuture<Void> failed = loaded;
    // Who comes from here on waits for the next attempt, and no longer: a crowd that is kept
    // waiting for a grid that does not come would fill the memory.
    loaded = new CompletableFuture<>();
    failed.completeExceptionally(fault);
    long next = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
    vertx.setTimer(pauseMillis, timer -> load(next));
  }

  private record Start(List<Poll> polls, Map<String, Long> reactions, List<Window> windows) {
    Start(List<Poll> polls, Map<String, Long> reactions) {
      this(polls, reactions, List.of());
    }

    Start with(List<Window> all) {
      return new Start(polls, reactions, all);
    }
  }

  private void begin(Start start) {
    reactions = start.reactions();
    Instant now = clock.instant();
    for (Poll poll : start.polls()) {
      TrackedPoll tracked = polls.computeIfAbsent(poll.id(), id -> new TrackedPoll(poll));
      tracked.take(poll);
      tracked.tell(tracked.phase(now));
      awaitOpening(tracked, now);
    }
    forgetOldest();
    start.windows().stream()
        .filter(window -> window.id().stream().equals(stream))
        .filter(window -> !isOver(window))
        .forEach(window -> windows.put(window.id(), window));
    loaded.complete(null);
  }

  /** Takes a change of one of the stream's polls. */
  void changed(Poll poll) {
    loaded.thenRun(
        () ->
            onLoop(
                () -> {
                  TrackedPoll tracked =
                      polls.computeIfAbsent(poll.id(), id -> new TrackedPoll(poll));
                  boolean wasClosed = tracked.told() == PollStatus.CLOSED;
                  boolean wasRevealed = tracked.poll().isRevealed();
                  boolean news = tracked.take(poll);
                  advance(tracked);
                  if (wasClosed && news) {
                    tellEnd(tracked, wasRevealed);
                  } else if (news && !poll.isSettled()) {
                    tellClosing(tracked);
                  }
                }));
  }

  /** Takes a change of one of the stream's windows. */
  void changed(Window window) {
    loaded.thenRun(() -> onLoop(() -> take(window)));
  }

  private void take(Window window) {
    Window known = windows.get(window.id());
    if (window.equals(known) || known == null && isOver(window)) {
      return;
    }
    if (isOver(window)) {
      windows.remove(window.id());
    } else {
      windows.put(window.id(), window);
    }
    byte[] data = WindowJson.document(window);
    emit("window", host -> host ? data : null);
  }

  private static boolean isOver(Window window) {
    return window.status().phase() == Phase.RELEASED;
  }

  /** Tells what has become of a poll since subscribers heard of it. */
  private void advance(TrackedPoll tracked) {
    Instant now = clock.instant();
    PollStatus phase = tracked.phase(now);
    if (phase == tracked.told()) {
      return;
    }
    tracked.tell(phase);
    String event =
        switch (phase) {
          case SCHEDULED -> "poll-scheduled";
          case OPEN -> "poll-opened";
          case CLOSED -> "poll-closed";
        };
    emit(event, host -> PollDocuments.poll(tracked.poll(), now, tracked.shown(host, now)));
    awaitOpening(tracked, now);
    if (phase == PollStatus.CLOSED) {
      forgetOldest();
    }
  }

  /**
   * Viewers who are behind the host see it close in a moment, at the media time that it has now.
   */
  private void tellClosing(TrackedPoll tracked) {
    Instant now = clock.instant();
    if (tracked.poll().status(now) != PollStatus.CLOSED) {
      emit(
          "poll-closing",
          host -> PollDocuments.poll(tracked.poll(), now, tracked.shown(host, now)));
    }
  }

  private void awaitOpening(TrackedPoll tracked, Instant now) {
    Duration wait = Duration.between(now, tracked.poll().window().begin());
    if (tracked.told() == PollStatus.SCHEDULED && wait.compareTo(HORIZON) < 0) {
      vertx.setTimer(Math.max(1, wait.toMillis() + 1), timer -> onLoop(() -> advance(tracked)));
    }
  }

  private void forgetOldest() {
    List<TrackedPoll> closed =
        polls.values().stream()
            .filter(tracked -> tracked.poll().isSettled())
            .sorted(Comparator.comparing(tracked -> tracked.poll().closedAt()))
            .toList();
    for (int i = 0; i < closed.size() - MAX_CLOSED_POLLS; i++) {
      polls.remove(closed.get(i).poll().id());
    }
  }

  /** Looks for what has changed without anybody telling. Call it every {@link #TICK_MILLIS}. */
  void tick() {
    onLoop(
        () -> {
          if (!loaded.isDone()) {
            return;
          }
          for (TrackedPoll tracked : List.copyOf(polls.values())) {
            if (!tracked.poll().isSettled()) {
              tick(tracked);
            }
          }
          tellReactions();
          tellViewers();
        });
  }

  private void tick(TrackedPoll tracked) {
    advance(tracked);
    if (tracked.told() == PollStatus.OPEN) {
      readTally(tracked)
          .thenAccept(tally -> onLoop(() -> tallied(tracked, tally)))
          .exceptionally(Feed::failed);
    }
  }

  private CompletionStage<Tally> readTally(TrackedPoll tracked) {
    return grid.ballotBoxes().tally(tracked.poll());
  }

  private void tallied(TrackedPoll tracked, Tally tally) {
    if (tally.equals(tracked.tally()) || tracked.poll().isSettled()) {
      return;
    }
    long now = System.nanoTime();
    if (now - tracked.talliedAtNanos() < MIN_TALLY_GAP_NANOS) {
      // A tick came late and this one did not; the next one tells.
      return;
    }
    tracked.tally(tally, now);
    tellTally(tracked, Result.live(tally, clock.instant()));
  }

  private void tellTally(TrackedPoll tracked, Result result) {
    Poll poll = tracked.poll();
    byte[] data =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("poll", poll.id().name());
              json.writeFieldName("result");
              PollJson.writeResult(json, poll, result);
              json.writeEndObject();
            });
    boolean visible = poll.showsCounts(clock.instant());
    emit("tally", host -> host || visible ? data : null);
  }

  /** Tells what became of a closed poll: its result is revealed, or certified. */
  private void tellEnd(TrackedPoll tracked, boolean wasRevealed) {
    Poll poll = tracked.poll();
    if (poll.isRevealed() && !wasRevealed) {
      byte[] data = PollDocuments.poll(poll, clock.instant(), poll.result());
      emit("result-revealed", host -> data);
    } else {
      tellTally(tracked, poll.result());
    }
  }

  private void tellReactions() {
    grid.reactions()
        .totals(stream)
        .thenAccept(totals -> onLoop(() -> tellReactions(totals)))
        .exceptionally(Feed::failed);
  }

  private void tellReactions(Map<String, Long> totals) {
    Map<String, Long> news = new LinkedHashMap<>();
    totals.forEach(
        (emoji, count) -> {
          long more = count - reactions.getOrDefault(emoji, 0L);
          if (more > 0) {
            news.put(emoji, more);
          }
        });
    if (news.isEmpty()) {
      return;
    }
    Map<String, Long> latest = new HashMap<>(reactions);
    latest.putAll(totals);
    reactions = latest;
    byte[] data =
        Json.bytes(
            json -> {
              json.writeStartObject();
              for (Map.Entry<String, Long> entry : news.entrySet()) {
                json.writeNumberField(entry.getKey(), entry.getValue());
              }
              json.writeEndObject();
            });
    emit("reactions", host -> data);
  }

  private void tellViewers() {
    long now = System.nanoTime();
    long viewers = viewers();
    if (viewers == viewersTold || now - viewersToldAtNanos < MIN_VIEWERS_GAP_NANOS) {
      return;
    }
    viewersTold = viewers;
    viewersToldAtNanos = now;
    byte[] data = ("{\"viewers\":" + viewers + "}").getBytes(StandardCharsets.UTF_8);
    emit("viewers", host -> data);
  }

  /** Counts viewers that came or went. */
  void viewers(int change) {
    viewersHere.addAndGet(change);
  }

  /** How many viewers are connected to this instance. */
  int viewersHere() {
    return viewersHere.get();
  }

  /** Takes how many are connected to the other instances. */
  void viewersElsewhere(long count) {
    viewersElsewhere = count;
  }

  private long viewers() {
    return viewersHere.get() + viewersElsewhere;
  }

  private interface Data {
    byte[] forKind(boolean host);
  }

  private void emit(String event, Data data) {
    byte[] forHosts = data.forKind(true);
    byte[] forViewers = data.forKind(false);
    Place place = log.last().next(forViewers != null);
    String cursor = log.cursor(place);
    Buffer hosts = Frame.encode(cursor, event, forHosts);
    Buffer all = forViewers == null ? null : hosts;
    if (forViewers != null && !Arrays.equals(forHosts, forViewers)) {
      all = Frame.encode(cursor, event, forViewers);
    }
    Frame frame = new Frame(place, hosts, all);
    log.add(frame);
    publish.accept(frame);
  }

  /**
   * What a client that has just come must be told.
   *
   * @param cursor where it left off; {@code null}: it is new
   */
  CompletionStage<Welcome> welcome(String cursor) {
    CompletableFuture<Welcome> welcome = new CompletableFuture<>();
    loaded.whenComplete(
        (done, fault) -> {
          if (fault != null) {
            welcome.completeExceptionally(fault);
          } else {
            onLoop(() -> welcome(cursor, welcome));
          }
        });
    return welcome;
  }

  private void welcome(String cursor, CompletableFuture<Welcome> welcome) {
    List<Frame> missed = log.since(cursor).orElse(null);
    if (missed != null) {
      welcome.complete(new Welcome(log.last(), missed, null));
      return;
    }
    snapshot()
        .whenComplete(
            (snapshot, fault) -> {
              if (fault == null) {
                welcome.complete(new Welcome(snapshot.place(), List.of(), snapshot));
              } else {
                welcome.completeExceptionally(fault);
              }
            });
  }

  /**
   * The stream as it stands, with fresh tallies and reactions: read from the grid after the call,
   * and once for all who call while another reading is under way.
   */
  private CompletionStage<Snapshot> snapshot() {
    if (nextSnapshot == null) {
      nextSnapshot = new CompletableFuture<>();
    }
    CompletableFuture<Snapshot> mine = nextSnapshot;
    readNextSnapshot();
    return mine;
  }

  private void readNextSnapshot() {
    if (readsSnapshot || nextSnapshot == null) {
      return;
    }
    readsSnapshot = true;
    CompletableFuture<Snapshot> under = nextSnapshot;
    nextSnapshot = null;
    readSnapshot()
        .whenComplete(
            (snapshot, fault) ->
                onLoop(
                    () -> {
                      readsSnapshot = false;
                      readNextSnapshot();
                      if (fault == null) {
                        under.complete(snapshot);
                      } else {
                        under.completeExceptionally(fault);
                      }
                    }));
  }

  private CompletionStage<Snapshot> readSnapshot() {
    List<CompletableFuture<Void>> reads = new ArrayList<>();
    Map<PollId, Tally> tallies = new ConcurrentHashMap<>();
    for (TrackedPoll tracked : polls.values()) {
      if (tracked.told() == PollStatus.OPEN && !tracked.poll().isSettled()) {
        reads.add(
            readTally(tracked)
                .thenAccept(tally -> tallies.put(tracked.poll().id(), tally))
                .toCompletableFuture());
      }
    }
    CompletableFuture<Snapshot> snapshot = new CompletableFuture<>();
    CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
        .thenCombine(grid.reactions().totals(stream), (done, totals) -> totals)
        .whenComplete(
            (totals, fault) -> {
              if (fault == null) {
                onLoop(() -> snapshot.complete(snapshot(tallies, totals)));
              } else {
                snapshot.completeExceptionally(fault);
              }
            });
    return snapshot;
  }

  private Snapshot snapshot(Map<PollId, Tally> tallies, Map<String, Long> totals) {
    // What the client adds up from here on must start where this snapshot ends.
    tellReactions(totals);
    Instant now = clock.instant();
    List<Snapshot.Entry> entries = new ArrayList<>();
    for (TrackedPoll tracked : polls.values().stream().sorted(BY_OPENING).toList()) {
      Tally tally = tallies.get(tracked.poll().id());
      entries.add(
          new Snapshot.Entry(
              tracked.poll(),
              tally == null || tracked.poll().isSettled()
                  ? tracked.shown(true, now)
                  : Result.live(tally, now)));
    }
    return new Snapshot(
        stream,
        log.last(),
        log.cursor(log.last()),
        log.cursor(log.last().seenBy(false)),
        now,
        viewers(),
        entries,
        Map.copyOf(reactions),
        windows.values().stream().sorted(Comparator.comparing(Window::opensAt)).toList());
  }

  private void onLoop(Runnable task) {
    loop.runOnContext(ignored -> task.run());
  }

  private static Void failed(Throwable fault) {
    LOG.debug("a tick found the grid unavailable; the next one tries again", fault);
    return null;
  }
}
