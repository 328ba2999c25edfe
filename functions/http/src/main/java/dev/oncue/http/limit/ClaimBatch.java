package dev.oncue.http.limit;

import dev.oncue.http.problem.ProblemException;
import dev.oncue.limit.ClaimSet;
import dev.oncue.limit.TenantPolls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Claims of one kind and tenant that are made together, in their order. The grid may run it several
 * times, one after the other; the last time counts.
 */
final class ClaimBatch implements UnaryOperator<ClaimSet> {
  private final List<Claim> claims;
  private final TenantPolls polls;
  private final Instant now;
  private volatile List<Optional<ProblemException>> refusals = List.of();

  ClaimBatch(List<Claim> claims, TenantPolls polls, Instant now) {
    this.claims = claims;
    this.polls = polls;
    this.now = now;
  }

  @Override
  public ClaimSet apply(ClaimSet kept) {
    ClaimSet set = kept;
    List<Optional<ProblemException>> answers = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      Claim.Admission admission = claim.on(set, polls, now);
      set = admission.claims();
      answers.add(Optional.ofNullable(admission.refusal()));
    }
    refusals = answers;
    return set;
  }

  /** For each claim why it was not admitted; empty: it was. */
  List<Optional<ProblemException>> refusals() {
    return refusals;
  }
}
