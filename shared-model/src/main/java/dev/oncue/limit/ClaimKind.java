package dev.oncue.limit;

import dev.oncue.reaction.Reactions;
import java.time.Duration;

/** What is limited for each tenant, and counted by claims. */
public enum ClaimKind {
  /** Polls that are being opened. Once opened, they are counted themselves. */
  POLLS(Duration.ofSeconds(20)),

  /**
   * Streams that producers use: those that are getting a poll, and those that have a latency, which
   * is kept for 366 days.
   */
  STREAMS(Duration.ofDays(367)),

  /** Streams that have reactions. */
  REACTION_STREAMS(Reactions.KEPT.plusDays(1)),

  /** Tickets of the last minute, by the second. */
  TICKETS(Duration.ofSeconds(61)),

  /** The guests' tickets of the last minute, by the second. */
  GUEST_TICKETS(Duration.ofSeconds(61));

  private final Duration longest;

  ClaimKind(Duration longest) {
    this.longest = longest;
  }

  /** The longest claim; what nobody has changed for that long is of no use. */
  public Duration longest() {
    return longest;
  }

  /** What a tenant's claims of this kind are called in the grid; no tenant has a slash. */
  public String key(String tenant) {
    return name() + '/' + tenant;
  }
}
