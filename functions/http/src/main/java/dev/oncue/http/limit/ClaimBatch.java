package dev.oncue.http.limit;

import dev.oncue.StageFailure;
import dev.oncue.limit.ClaimSet;
import dev.oncue.poll.TenantPolls;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Claims of one kind and tenant that are made together, in their order. The grid may run it several
 * times, one after the other; the last time counts.
 */
final class ClaimBatch implements UnaryOperator<ClaimSet> {
  private final List<Wish> wishes;
  private final TenantPolls polls;
  private final Instant now;

  /** A claim that somebody waits for; two with the same content are two. */
  static final class Wish {
    private final Claim claim;
    private volatile @Nullable Throwable failure;

    Wish(Claim claim) {
      this.claim = claim;
    }

    Claim claim() {
      return claim;
    }

    /** Why it was not admitted; empty: it was. */
    Optional<Throwable> failure() {
      return Optional.ofNullable(failure);
    }
  }

  ClaimBatch(List<Wish> wishes, TenantPolls polls, Instant now) {
    this.wishes = wishes;
    this.polls = polls;
    this.now = now;
  }

  @Override
  public ClaimSet apply(ClaimSet kept) {
    ClaimSet set = kept;
    for (Wish wish : wishes) {
      Claim.Admission admission = wish.claim.on(set, polls, now);
      set = admission.claims();
      wish.failure = admission.refusal();
    }
    return set;
  }

  /** None of them could be made. */
  void fail(Throwable fault) {
    wishes.forEach(wish -> wish.failure = StageFailure.cause(fault));
  }
}
