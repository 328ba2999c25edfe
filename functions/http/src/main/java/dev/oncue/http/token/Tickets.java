package dev.oncue.http.token;

import dev.oncue.http.api.TicketResponse;
import dev.oncue.stream.StreamId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Issues viewers' tokens. Thread-safe. */
@Singleton
public final class Tickets {
  private final Tokens tokens;
  private final Clock clock;

  @Inject
  Tickets(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** A ticket for one viewer and one stream, with its end. */
  public TicketResponse issue(StreamId stream, String viewer, Duration ttl) {
    // A token's end is in whole seconds; it is rounded up, so that it lasts no less than asked.
    Instant expiresAt = clock.instant().plus(ttl).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    Caller holder =
        new Caller(stream.tenant(), viewer, Set.of(Group.VIEWER), stream.name(), expiresAt);
    return new TicketResponse(tokens.signTicket(holder), expiresAt);
  }
}
