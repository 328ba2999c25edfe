package dev.oncue.http.limit;

import dev.oncue.http.problem.ProblemException;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.poll.TenantPolls;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one request wants of its tenant. */
sealed interface Claim permits PollClaim, StreamClaim, ReactionStreamClaim, TicketClaim {
  ClaimKind kind();

  String tenant();

  /** Whether the tenant's polls decide as well. */
  boolean asksForPolls();

  /**
   * What becomes of it. Depends on its arguments alone.
   *
   * @param claims those of its kind and tenant
   * @param polls its tenant's, where it asks for them
   */
  Admission on(ClaimSet claims, TenantPolls polls, Instant now);

  /**
   * What became of a claim.
   *
   * @param claims those that there are then
   * @param refusal why it was not admitted; {@code null}: it was
   */
  record Admission(ClaimSet claims, @Nullable ProblemException refusal) {}
}
