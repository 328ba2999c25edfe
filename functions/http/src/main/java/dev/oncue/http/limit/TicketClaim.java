package dev.oncue.http.limit;

import dev.oncue.http.problem.Problem;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.poll.TenantPolls;
import java.time.Duration;
import java.time.Instant;

/**
 * One ticket of so many in a minute. Tickets are counted by the second, and each counts for sixty
 * to sixty-one seconds.
 */
record TicketClaim(ClaimKind kind, String tenant, int limit) implements Claim {
  @Override
  public boolean asksForPolls() {
    return false;
  }

  @Override
  public Admission on(ClaimSet claims, TenantPolls polls, Instant now) {
    ClaimSet lately = claims.at(now);
    if (lately.total() >= limit) {
      Duration wait = Duration.between(now, lately.firstEnd().orElse(now));
      return new Admission(
          claims,
          Problem.TOO_MANY_TICKETS
              .with("a tenant gets at most %d tickets in a minute".formatted(limit))
              .retryAfter(wait));
    }
    Instant second = Instant.ofEpochSecond(now.getEpochSecond());
    return new Admission(
        lately.plus(Long.toString(second.getEpochSecond()), 1, second.plus(kind.longest())), null);
  }
}
