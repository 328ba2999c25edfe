package dev.oncue.poll;

import dev.oncue.ballot.Receipts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question, its options and its voting window. Immutable; what changes is its end: {@code
 * closedAt} and {@code result} are {@code null} until it is closed, and {@code revealedAt} until
 * its result is revealed.
 *
 * @param id which poll it is
 * @param question what the host asks
 * @param options 2 to 32 of them, in the order shown
 * @param window when ballots count
 * @param opensOnArrival whether the producer left {@code opensAt} to the engine
 * @param latencyOfStream whether the producer left {@code latency} to the stream
 * @param maxOptions how many options one ballot may name
 * @param revote whether a later ballot of a viewer replaces the earlier one
 * @param visibility who sees counts while it is open
 * @param expectedViewers the audience the producer expects; {@code null}: unknown
 * @param shards in how many parts its ballots lie
 * @param receipts signs and checks its receipts; the key never leaves the grid
 * @param closedAt from when on no ballot counts: set when it is closed by hand (ahead of time where
 *     viewers are late), or its window's end once that was carried out
 * @param result its final result
 * @param revealedAt when the host had its result revealed on screen
 */
public record Poll(
    PollId id,
    String question,
    List<Option> options,
    VotingWindow window,
    boolean opensOnArrival,
    boolean latencyOfStream,
    int maxOptions,
    boolean revote,
    ResultVisibility visibility,
    @Nullable Integer expectedViewers,
    int shards,
    Receipts receipts,
    @Nullable Instant closedAt,
    @Nullable Result result,
    @Nullable Instant revealedAt) {

  /** The most options a poll can have: one bit each in a ballot. */
  public static final int MAX_OPTIONS = 32;

  /** The most parts its ballots can lie in. */
  public static final int MAX_SHARDS = 64;

  /** Where the poll stands. Depends on its arguments alone. */
  public PollStatus status(Instant now) {
    if (isClosed(now)) {
      return PollStatus.CLOSED;
    }
    return window.hasBegun(now) ? PollStatus.OPEN : PollStatus.SCHEDULED;
  }

  /** What was closed stays closed, also for a process whose clock is behind. */
  private boolean isClosed(Instant now) {
    boolean closedAtOnce = closedAt != null && !hasLatency();
    Instant end = end();
    return isSettled() || closedAtOnce || end != null && !now.isBefore(end);
  }

  /**
   * Where the poll stands for one viewer. Where no latency is stated, the viewer's media time does
   * not matter.
   *
   * @param mediaTime what the viewer's video shows; {@code null}: the viewer does not say
   */
  public PollStatus statusFor(@Nullable Instant mediaTime, Instant now) {
    PollStatus status = status(now);
    if (status != PollStatus.OPEN || mediaTime == null || !hasLatency()) {
      return status;
    }
    if (mediaTime.isBefore(window.opensAt())) {
      return PollStatus.SCHEDULED;
    }
    Instant closesAt = closesAt();
    boolean seenToClose = closesAt != null && !mediaTime.isBefore(closesAt.plus(window.grace()));
    return seenToClose ? PollStatus.CLOSED : PollStatus.OPEN;
  }

  /** From when on no ballot counts; {@code null}: until it is closed by hand. */
  public @Nullable Instant end() {
    return closedAt == null ? window.end() : closedAt;
  }

  /**
   * The media time at which viewers see it close; {@code null}: none is set. Earlier than its
   * window's when it was closed by hand.
   */
  public @Nullable Instant closesAt() {
    Instant planned = window.closesAt();
    if (closedAt == null) {
      return planned;
    }
    Instant byHand = closedAt.minus(window.latency().max());
    boolean wasSeenOpen = byHand.isAfter(window.opensAt());
    return wasSeenOpen && (planned == null || byHand.isBefore(planned)) ? byHand : planned;
  }

  /** Whether its viewers are said to be behind the host. */
  public boolean hasLatency() {
    return !window.latency().equals(Latency.NONE);
  }

  /** Whether its counts are known for good. */
  public boolean isSettled() {
    return result != null;
  }

  /**
   * Whether it was closed before it began: it was never asked, and viewers are not shown it. What
   * has a ballot was open, whatever the clock of the process said that closed it.
   */
  public boolean isCancelled() {
    boolean hasBallots = result != null && result.tally().ballots() > 0;
    return closedAt != null && closedAt.isBefore(window.opensAt()) && !hasBallots;
  }

  /** Whether its result was revealed. */
  public boolean isRevealed() {
    return revealedAt != null;
  }

  /** Whether viewers may see counts. */
  public boolean showsCounts(Instant now) {
    return visibility == ResultVisibility.LIVE || status(now) == PollStatus.CLOSED;
  }

  /** What the named options come to; the names are different from each other. */
  public Selection select(List<String> names) {
    int chosen = 0;
    for (String name : names) {
      int index = indexOf(name);
      if (index < 0) {
        return new Selection.UnknownOption(name);
      }
      chosen |= 1 << index;
    }
    return names.size() > maxOptions
        ? new Selection.TooMany(maxOptions)
        : new Selection.Chosen(chosen);
  }

  /** The ids of the options whose bits are set, in the poll's order. */
  public List<String> optionIds(int chosen) {
    List<String> ids = new ArrayList<>(Integer.bitCount(chosen));
    for (int i = 0; i < options.size(); i++) {
      if ((chosen & 1 << i) != 0) {
        ids.add(options.get(i).id());
      }
    }
    return ids;
  }

  private int indexOf(String optionId) {
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).id().equals(optionId)) {
        return i;
      }
    }
    return -1;
  }

  /** The shard in which a viewer's ballot lies. Stable for the life of the poll. */
  public int shardOf(String viewer) {
    int hash = viewer.hashCode();
    // String.hashCode is weak in its low bits for numbered viewers; this is murmur3's finalizer.
    hash ^= hash >>> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >>> 13;
    return Math.floorMod(hash, shards);
  }

  /** What a shard is called in the grid: {@code <poll path>/<shard>}. */
  public String shardKey(int shard) {
    return id.path() + '/' + shard;
  }

  /** This poll, closed at an instant; its result follows. */
  public Poll closedAt(Instant instant) {
    return ended(instant, null, null);
  }

  /**
   * This poll, closed by hand: at once, or as soon as the last viewer has seen the frame at which
   * the host closed it. Before any viewer can have seen it open, always at once.
   */
  public Poll closedByHand(Instant now) {
    if (!now.isAfter(window.opensAt())) {
      return closedAt(now);
    }
    Instant seenByAll = now.plus(window.latency().max());
    Instant end = end();
    return closedAt(end == null || seenByAll.isBefore(end) ? seenByAll : end);
  }

  /** This poll with its final result. */
  public Poll settled(Result finalResult) {
    return ended(closedAt, finalResult, revealedAt);
  }

  /** This poll, its result revealed at an instant. */
  public Poll revealedAt(Instant instant) {
    return ended(closedAt, result, instant);
  }

  private Poll ended(
      @Nullable Instant at, @Nullable Result finalResult, @Nullable Instant revealed) {
    return new Poll(
        id,
        question,
        options,
        window,
        opensOnArrival,
        latencyOfStream,
        maxOptions,
        revote,
        visibility,
        expectedViewers,
        shards,
        receipts,
        at,
        finalResult,
        revealed);
  }
}
