package dev.oncue.vote;

import dev.oncue.ballot.CastOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Counts what becomes of ballots: {@code oncue.ballots} by {@code outcome}. Thread-safe. */
@Singleton
final class VoteMeters {
  private final Counter accepted;
  private final Counter changed;
  private final Counter alreadyVoted;
  private final Counter pollClosed;

  @Inject
  VoteMeters(MeterRegistry meters) {
    this.accepted = counter(meters, "accepted");
    this.changed = counter(meters, "changed");
    this.alreadyVoted = counter(meters, "already-voted");
    this.pollClosed = counter(meters, "poll-closed");
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("oncue.ballots")
        .description("Ballots by what became of them; retries of accepted ones count again")
        .tag("outcome", outcome)
        .register(meters);
  }

  void count(CastOutcome outcome) {
    if (outcome instanceof CastOutcome.Accepted) {
      accepted.increment();
    } else if (outcome instanceof CastOutcome.Changed) {
      changed.increment();
    } else if (outcome instanceof CastOutcome.AlreadyVoted) {
      alreadyVoted.increment();
    } else {
      pollClosed.increment();
    }
  }
}
