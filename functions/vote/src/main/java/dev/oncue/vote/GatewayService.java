package dev.oncue.vote;

import dev.oncue.ballot.Ballot;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.poll.Poll;
import dev.oncue.vote.GatewayResponse.Outcome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Ballots that come together take the path of a vote side by side: they meet in the same batches.
 * Those of one viewer go one after the other, so that the last of them is the last. Call it on an
 * event loop; it never blocks.
 */
@Singleton
final class GatewayService {
  /** A ballot that begins its way by then has its answer within 2 s. */
  private static final long LAST_START_NANOS = 400_000_000;

  private final VoteService service;

  @Inject
  GatewayService(VoteService service) {
    this.service = service;
  }

  /**
   * Takes ballots. However the grid fails, the answer is there within 2 s.
   *
   * @return an outcome for each ballot, in their order; fails with a {@link ProblemException} where
   *     there is no such poll, and where one of them could not be cast for now: others may count
   *     already then, and to send all of them again is harmless
   */
  CompletionStage<GatewayResponse> take(GatewayRequest request) {
    long latest = System.nanoTime() + LAST_START_NANOS;
    Map<String, CompletableFuture<Outcome>> lastOf = new HashMap<>();
    List<CompletableFuture<Outcome>> outcomes =
        request.ballots().stream().map(ballot -> outcome(ballot, lastOf, latest)).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> new GatewayResponse(outcomes.stream().map(CompletableFuture::join).toList()));
  }

  private CompletableFuture<Outcome> outcome(
      GatewayRequest.Ballot ballot, Map<String, CompletableFuture<Outcome>> lastOf, long latest) {
    if (ballot instanceof GatewayRequest.Ballot.Malformed malformed) {
      return CompletableFuture.completedFuture(refused("malformed", malformed.detail(), null));
    }
    VoteRequest vote = ((GatewayRequest.Ballot.Readable) ballot).request();
    CompletableFuture<Outcome> before = lastOf.get(vote.viewer());
    CompletableFuture<Outcome> outcome =
        before == null ? cast(vote) : before.thenCompose(done -> castInTime(vote, latest));
    lastOf.put(vote.viewer(), outcome);
    return outcome;
  }

  private CompletableFuture<Outcome> castInTime(VoteRequest vote, long latest) {
    if (System.nanoTime() - latest > 0) {
      throw Problem.GRID_UNAVAILABLE.with("a viewer's ballots took too long; send them again");
    }
    return cast(vote);
  }

  private CompletableFuture<Outcome> cast(VoteRequest vote) {
    return CompletableFuture.completedFuture(vote)
        .thenCompose(request -> service.take(request, GatewayService::counted))
        .exceptionally(GatewayService::refused);
  }

  private static Outcome counted(String outcome, Poll poll, String viewer, Ballot ballot) {
    return new Outcome(outcome, poll.receipts().sign(viewer, ballot), null, null);
  }

  /** What is wrong with this ballot alone is its outcome. */
  private static Outcome refused(Throwable fault) {
    ProblemException refusal = ProblemException.of(fault);
    return switch (refusal.problem()) {
      case POLL_NOT_OPEN, POLL_CLOSED, ALREADY_VOTED, UNKNOWN_OPTION, TOO_MANY_OPTIONS ->
          refused(refusal.problem().code(), refusal.getMessage(), refusal.options());
      default -> throw refusal;
    };
  }

  private static Outcome refused(
      String outcome, @Nullable String detail, @Nullable List<String> options) {
    return new Outcome(outcome, null, options, detail);
  }
}
