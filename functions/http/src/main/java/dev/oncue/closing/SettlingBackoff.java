package dev.oncue.closing;

import dev.oncue.poll.PollId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long polls that could not be settled are left alone: longer each time. So what cannot be
 * settled at all costs the grid next to nothing. Holds those polls only. Thread-safe.
 */
final class SettlingBackoff {
  static final Duration LONGEST = Duration.ofSeconds(32);
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final Map<PollId, Pause> pauses = new ConcurrentHashMap<>();

  private record Pause(Duration length, Instant end) {
    static Pause after(Pause last, Instant now) {
      Duration twice = last == null ? FIRST : last.length.multipliedBy(2);
      Duration length = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
      return new Pause(length, now.plus(length));
    }
  }

  /** Whether a poll is to be left alone. */
  boolean isPaused(PollId poll, Instant now) {
    Pause pause = pauses.get(poll);
    return pause != null && now.isBefore(pause.end());
  }

  /** A poll could not be settled. */
  void failed(PollId poll, Instant now) {
    pauses.compute(poll, (id, last) -> Pause.after(last, now));
  }

  /** A poll was settled, or is gone. */
  void settled(PollId poll) {
    pauses.remove(poll);
  }
}
