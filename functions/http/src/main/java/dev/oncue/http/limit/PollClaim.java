package dev.oncue.http.limit;

import dev.oncue.http.problem.Problem;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLimits;
import dev.oncue.poll.TenantPolls;
import java.time.Instant;

/**
 * A place for a new poll. The claim stands for the poll until all instances know of it: changes are
 * heard of within moments, and missed ones within ten seconds.
 */
record PollClaim(Poll poll, PollLimits limits) implements Claim {
  @Override
  public ClaimKind kind() {
    return ClaimKind.POLLS;
  }

  @Override
  public String tenant() {
    return poll.id().stream().tenant();
  }

  @Override
  public boolean asksForPolls() {
    return true;
  }

  @Override
  public Admission on(ClaimSet claims, TenantPolls polls, Instant now) {
    ClaimSet lately = claims.at(now);
    String claim = PollLimits.claim(poll, now);
    if (lately.names().contains(claim)) {
      return new Admission(claims, null);
    }
    return limits
        .refusal(poll, polls, lately, now)
        .map(rule -> new Admission(claims, Problem.TOO_MANY_POLLS.with(rule)))
        .orElseGet(() -> new Admission(lately.plus(claim, 1, now.plus(kind().longest())), null));
  }
}
