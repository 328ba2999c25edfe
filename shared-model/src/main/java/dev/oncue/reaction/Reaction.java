package dev.oncue.reaction;

import dev.oncue.stream.StreamId;
import java.time.Instant;

/**
 * An emoji that a viewer sends to a stream.
 *
 * @param stream where it is shown
 * @param viewer who sends it
 * @param emoji what is sent
 * @param at when it was received
 */
public record Reaction(StreamId stream, String viewer, Emoji emoji, Instant at) {
  /**
   * Whose {@link ReactionLimit} it weighs on: {@code tenant/viewer}, on all streams of a tenant.
   */
  public String sender() {
    return stream.tenant() + '/' + viewer;
  }
}
