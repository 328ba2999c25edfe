package dev.oncue.vote;

import dev.oncue.ballot.CastOutcome;
import dev.oncue.poll.PollId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Counts what becomes of ballots, {@code oncue.ballots} by {@code outcome}, and times those that
 * count, {@code oncue.vote}; {@code oncue.ballots.late} should stay 0. Priming does not count.
 * Thread-safe.
 */
@Singleton
final class VoteMeters {
  private static final Duration[] BUCKETS =
      IntStream.of(2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Counter accepted;
  private final Counter changed;
  private final Counter alreadyVoted;
  private final Counter pollClosed;
  private final Counter late;
  private final Timer time;

  @Inject
  VoteMeters(MeterRegistry meters) {
    this.accepted = counter(meters, "accepted");
    this.changed = counter(meters, "changed");
    this.alreadyVoted = counter(meters, "already-voted");
    this.pollClosed = counter(meters, "poll-closed");
    this.late =
        Counter.builder("oncue.ballots.late")
            .description("Ballots read before the end of their poll and refused by its seal")
            .register(meters);
    this.time =
        Timer.builder("oncue.vote")
            .description("From the arrival of a vote that counts to its answer")
            .serviceLevelObjectives(BUCKETS)
            .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("oncue.ballots")
        .description("Ballots by what became of them; retries of accepted ones count again")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** A vote that arrived at this {@link System#nanoTime} counts. */
  void counted(PollId poll, long arrivedNanos) {
    if (poll.stream().isScratch()) {
      return;
    }
    time.record(System.nanoTime() - arrivedNanos, TimeUnit.NANOSECONDS);
  }

  /** A ballot was read before the end of its poll, and was told that it came too late. */
  void late(PollId poll) {
    if (!poll.stream().isScratch()) {
      late.increment();
    }
  }

  void count(PollId poll, CastOutcome outcome) {
    if (poll.stream().isScratch()) {
      return;
    }
    if (outcome instanceof CastOutcome.Accepted) {
      accepted.increment();
    } else if (outcome instanceof CastOutcome.Changed) {
      changed.increment();
    } else if (outcome instanceof CastOutcome.AlreadyVoted) {
      alreadyVoted.increment();
    } else if (outcome instanceof CastOutcome.PollClosed) {
      pollClosed.increment();
    }
  }
}
