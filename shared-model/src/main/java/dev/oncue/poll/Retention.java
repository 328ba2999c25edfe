package dev.oncue.poll;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How long closed polls and their ballots are kept. A poll that is not settled is never removed.
 *
 * @param time how long after its close a poll is kept
 * @param polls how many settled polls are kept at most; the ones closed longest ago go first
 */
public record Retention(Duration time, int polls) {
  private static final Comparator<Poll> SCRATCH_LAST = Comparator.comparing(Retention::isScratch);

  /**
   * The polls whose time is over at {@code now}: scratch polls as soon as they are settled. Depends
   * on its arguments alone.
   */
  public List<Poll> expired(List<Poll> all, Instant now) {
    List<Poll> newestFirst =
        all.stream()
            .filter(Poll::isSettled)
            .sorted(SCRATCH_LAST.thenComparing(Retention::closedAt, Comparator.reverseOrder()))
            .toList();
    int kept = 0;
    while (kept < Math.min(polls, newestFirst.size())
        && !isScratch(newestFirst.get(kept))
        && closedAt(newestFirst.get(kept)).plus(time).isAfter(now)) {
      kept++;
    }
    return newestFirst.subList(kept, newestFirst.size());
  }

  private static Instant closedAt(Poll settled) {
    return Objects.requireNonNull(settled.closedAt());
  }

  private static boolean isScratch(Poll poll) {
    return poll.id().stream().isScratch();
  }
}
