package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.ballot.Tally;
import dev.oncue.closing.DueTimers;
import dev.oncue.http.api.PollResponse;
import dev.oncue.http.api.ResultResponse;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollStatus;
import dev.oncue.poll.Result;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The polls of a stream, and the events of its feed that come of them: a poll is scheduled, opens,
 * gets ballots, closes, and its result is revealed or certified. Confined to its feed's event loop.
 */
final class PollEvents {
  private static final int MAX_CLOSED_POLLS = 50;

  /** A little less than a tick, so that one that is on time is never left out. */
  private static final long MIN_TALLY_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(240);

  private static final Comparator<TrackedPoll> BY_OPENING =
      Comparator.comparing((TrackedPoll tracked) -> tracked.poll().window().opensAt())
          .thenComparing(tracked -> tracked.poll().id().name());

  private final Grid grid;
  private final Clock clock;
  private final EventLoopExecutor loop;
  private final FramePublisher frames;
  private final DueTimers<PollId> openings;
  private final Map<PollId, TrackedPoll> polls = new LinkedHashMap<>();
  private boolean started;

  PollEvents(Grid grid, Clock clock, Vertx vertx, EventLoopExecutor loop, FramePublisher frames) {
    this.grid = grid;
    this.clock = clock;
    this.loop = loop;
    this.frames = frames;
    this.openings = new DueTimers<>(vertx, clock);
  }

  /** There are no subscribers so far: what changed meanwhile needs no event. */
  void start(List<Poll> known) {
    Instant now = clock.instant();
    known.forEach(poll -> track(poll).take(poll));
    for (TrackedPoll tracked : polls.values()) {
      tracked.statusPublished(tracked.phase(now));
      awaitOpening(tracked);
    }
    forgetOldest();
    started = true;
  }

  void end() {
    openings.cancelAll();
  }

  /** Takes a change of one of the stream's polls. */
  void take(Poll poll) {
    TrackedPoll tracked = track(poll);
    boolean wasClosed = tracked.publishedStatus() == PollStatus.CLOSED;
    boolean wasRevealed = tracked.poll().isRevealed();
    boolean isNews = tracked.take(poll);
    if (!started) {
      return;
    }
    advance(tracked);
    if (wasClosed && isNews) {
      publishResult(tracked, wasRevealed);
    } else if (isNews && !poll.isSettled()) {
      publishClosing(tracked);
    }
  }

  /** Looks for what has changed without an event of the grid. */
  void tick() {
    for (TrackedPoll tracked : List.copyOf(polls.values())) {
      if (!tracked.poll().isSettled()) {
        advance(tracked);
        awaitOpening(tracked);
        if (tracked.publishedStatus() == PollStatus.OPEN) {
          tracked.reading().refresh();
        }
      }
    }
  }

  /** Whether the stream has no polls. */
  boolean isEmpty() {
    return polls.isEmpty();
  }

  /** Reads the tallies of all polls that are open. */
  List<CompletionStage<Tally>> freshTallies() {
    Instant now = clock.instant();
    List<CompletionStage<Tally>> reads = new ArrayList<>();
    for (TrackedPoll tracked : polls.values()) {
      if (tracked.phase(now) == PollStatus.OPEN) {
        reads.add(tracked.reading().fresh());
      }
    }
    return reads;
  }

  /** All polls with their latest tallies, which subscribers who have just come are given. */
  List<Snapshot.Entry> snapshot(Instant now) {
    List<Snapshot.Entry> entries = new ArrayList<>();
    for (TrackedPoll tracked : polls.values().stream().sorted(BY_OPENING).toList()) {
      tracked.tallyShown();
      entries.add(new Snapshot.Entry(tracked.poll(), tracked.shown(true, now)));
    }
    return entries;
  }

  private TrackedPoll track(Poll poll) {
    return polls.computeIfAbsent(poll.id(), id -> new TrackedPoll(poll, this::tallies));
  }

  private SingleFlightRead<Tally> tallies(TrackedPoll tracked) {
    return new SingleFlightRead<>(
        () -> grid.ballotBoxes().tally(tracked.poll()), loop, tally -> tallied(tracked, tally));
  }

  /** Publishes the status of a poll, if it has another than subscribers know. */
  private void advance(TrackedPoll tracked) {
    Instant now = clock.instant();
    PollStatus phase = tracked.phase(now);
    if (phase == tracked.publishedStatus()) {
      return;
    }
    tracked.statusPublished(phase);
    String event =
        switch (phase) {
          case SCHEDULED -> "poll-scheduled";
          case OPEN -> "poll-opened";
          case CLOSED -> "poll-closed";
        };
    publish(event, tracked, now);
    awaitOpening(tracked);
    if (phase == PollStatus.CLOSED) {
      forgetOldest();
    }
  }

  private void publish(String event, TrackedPoll tracked, Instant now) {
    frames.publish(
        event, host -> Json.bytes(PollResponse.of(tracked.poll(), now, tracked.shown(host, now))));
  }

  /**
   * Viewers who are behind the host see it close in a moment, at the media time that it has now.
   */
  private void publishClosing(TrackedPoll tracked) {
    Instant now = clock.instant();
    if (tracked.poll().status(now) != PollStatus.CLOSED) {
      publish("poll-closing", tracked, now);
    }
  }

  private void awaitOpening(TrackedPoll tracked) {
    PollId id = tracked.poll().id();
    if (tracked.publishedStatus() == PollStatus.SCHEDULED) {
      openings.set(id, tracked.poll().window().begin(), () -> advance(tracked));
    } else {
      openings.cancel(id);
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

  private void tallied(TrackedPoll tracked, Tally tally) {
    tracked.read(tally);
    long now = System.nanoTime();
    // Where a tick came late and this one did not, the next one publishes it.
    boolean due = now - tracked.tallyPublishedAtNanos() >= MIN_TALLY_GAP_NANOS;
    if (due && tracked.hasNewTally() && !tracked.poll().isSettled()) {
      tracked.tallyPublished(now);
      publishTally(tracked, Result.live(tracked.tally(), clock.instant()));
    }
  }

  private void publishTally(TrackedPoll tracked, Result result) {
    Poll poll = tracked.poll();
    TallyData tally = new TallyData(poll.id().name(), ResultResponse.of(poll, result));
    byte[] data = Json.bytes(tally);
    boolean visible = poll.showsCounts(clock.instant());
    frames.publish("tally", host -> host || visible ? data : null);
  }

  /** The result of a closed poll is revealed, or certified. */
  private void publishResult(TrackedPoll tracked, boolean wasRevealed) {
    Poll poll = tracked.poll();
    if (poll.isRevealed() && !wasRevealed) {
      PollResponse revealed = PollResponse.of(poll, clock.instant(), poll.result());
      frames.publish("result-revealed", Json.bytes(revealed));
    } else {
      publishTally(tracked, Objects.requireNonNull(poll.result()));
    }
  }
}
