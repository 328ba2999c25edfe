package dev.oncue.vote;

import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastOutcome;
import java.util.concurrent.CompletableFuture;

/**
 * A ballot, and who waits for what becomes of it.
 *
 * @param outcome completed once, by whoever comes first
 */
record WaitingCast(Cast cast, CompletableFuture<CastOutcome> outcome) {
  boolean isDone() {
    return outcome.isDone();
  }

  /** Whether that can have become of this ballot, and is not what became of another. */
  boolean fits(CastOutcome known) {
    int options = cast.ballot().options();
    if (known instanceof CastOutcome.Accepted accepted) {
      return accepted.ballot().options() == options;
    }
    if (known instanceof CastOutcome.Changed changed) {
      return changed.ballot().options() == options;
    }
    if (known instanceof CastOutcome.AlreadyVoted voted) {
      return voted.earlier().options() != options;
    }
    if (known instanceof CastOutcome.Overtaken overtaken) {
      return overtaken.kept().options() != options;
    }
    return known instanceof CastOutcome.PollClosed;
  }
}
