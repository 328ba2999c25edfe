package dev.oncue.ballot;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one viewer submitted for one poll, as it is kept.
 *
 * @param options bit {@code i} is set for the poll's option {@code i}; never 0
 * @param castAt when the engine received it, in microseconds since the epoch: fine enough to tell
 *     two ballots of one viewer apart, who cannot wait for an answer in less
 */
public record Ballot(int options, long castAt) {
  /** A ballot that was received at an instant. */
  public static Ballot at(Instant received, int options) {
    return new Ballot(options, ChronoUnit.MICROS.between(Instant.EPOCH, received));
  }

  /** {@link #castAt} as an instant. */
  public Instant castInstant() {
    return Instant.EPOCH.plus(castAt, ChronoUnit.MICROS);
  }
}
