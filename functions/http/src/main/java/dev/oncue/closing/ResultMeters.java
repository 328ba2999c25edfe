package dev.oncue.closing;

import dev.oncue.poll.Poll;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Counts results that are not certified, {@code oncue.results.uncertified}. Times how long after
 * the end of a poll its result was there, {@code oncue.result.delay}, where this process has
 * settled it, and says so when that was too long. Priming is not timed. Thread-safe.
 */
@Singleton
public final class ResultMeters {
  private static final Logger LOG = Logger.getLogger(ResultMeters.class);

  /** What is promised. */
  static final Duration PROMISE = Duration.ofMillis(100);

  private static final Duration[] BUCKETS =
      IntStream.of(10, 25, 50, 75, 100, 250, 500, 1_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Clock clock;
  private final Timer delay;
  private final Counter uncertified;

  @Inject
  ResultMeters(Clock clock, MeterRegistry meters) {
    this.clock = clock;
    this.delay =
        Timer.builder("oncue.result.delay")
            .description("From the end of a poll to its result, where this process settled it")
            .serviceLevelObjectives(BUCKETS)
            .register(meters);
    this.uncertified =
        Counter.builder("oncue.results.uncertified")
            .description("Polls whose kept ballots do not agree with the result")
            .register(meters);
  }

  /** A recount of a poll did not agree with its result. */
  void uncertified(Poll poll) {
    uncertified.increment();
    LOG.errorf(
        "%s: the kept ballots do not agree with the result, which has %d; it is not certified",
        poll.id().path(), Objects.requireNonNull(poll.result()).tally().ballots());
  }

  /** This process has just kept the poll's result. */
  void settled(Poll poll) {
    if (poll.id().stream().isScratch()) {
      return;
    }
    Duration late = Duration.between(poll.end(), clock.instant());
    delay.record(late.isNegative() ? Duration.ZERO : late);
    if (late.compareTo(PROMISE) > 0) {
      LOG.warnf(
          "%s: its result came %d ms after its end; %d ms are promised",
          poll.id().path(), late.toMillis(), PROMISE.toMillis());
    }
  }
}
