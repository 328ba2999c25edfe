package dev.oncue.warmpool.reconcile;

import dev.oncue.poll.Poll;
import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The windows that polls are: from their opening to their end, for the viewers they expect. */
final class PollWindows {
  private PollWindows() {}

  /** The windows of all polls that are not closed for long. Depends on its arguments alone. */
  static List<Window> of(Collection<Poll> polls, Instant now) {
    return polls.stream()
        .filter(poll -> !poll.id().stream().isScratch())
        .filter(poll -> poll.closedAt() == null || poll.closedAt().plus(Window.KEPT).isAfter(now))
        .map(poll -> of(poll, now))
        .toList();
  }

  private static Window of(Poll poll, Instant now) {
    return new Window(
        new WindowId(poll.id().stream(), Origin.POLL, poll.id().name()),
        poll.window().opensAt(),
        end(poll),
        poll.expectedViewers() == null ? 0 : poll.expectedViewers(),
        null,
        false,
        WindowStatus.planned(now));
  }

  /** A crowd comes when a poll opens: one that stays open for days is not kept hot for days. */
  private static Instant end(Poll poll) {
    Instant last = poll.window().opensAt().plus(Window.MAX_LENGTH);
    Instant end = poll.end();
    return end == null || end.isAfter(last) ? last : end;
  }
}
