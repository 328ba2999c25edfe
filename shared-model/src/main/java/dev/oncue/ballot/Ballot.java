package dev.oncue.ballot;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one viewer submitted for one poll, as it is kept.
 *
 * @param options bit {@code i} is set for the poll's option {@code i}; never 0
 * @param castAt when the engine received it, in microseconds since the epoch: fine enough to tell
 *     two ballots of one viewer apart, who cannot wait for an answer in less. A ballot that
 *     replaces another is always the later one: where the instance's clock is behind that is a
 *     millisecond after the other
 */
public record Ballot(int options, long castAt) {
  /** A ballot that was received at an instant. */
  public static Ballot at(Instant received, int options) {
    return new Ballot(options, ChronoUnit.MICROS.between(Instant.EPOCH, received));
  }

  /** This ballot, dated a millisecond after an earlier one, which it is to replace. */
  public Ballot after(Ballot earlier) {
    return new Ballot(options, earlier.castAt + 1_000);
  }

  /** {@link #castAt} as an instant. */
  public Instant castInstant() {
    return Instant.EPOCH.plus(castAt, ChronoUnit.MICROS);
  }
}
