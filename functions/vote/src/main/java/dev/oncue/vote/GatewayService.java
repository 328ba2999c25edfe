package dev.oncue.vote;

import dev.oncue.ballot.Ballot;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
  private static final byte[] BEGIN = "{\"outcomes\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] END = "]}".getBytes(StandardCharsets.UTF_8);

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
  CompletionStage<byte[]> take(GatewayRequest request) {
    long latest = System.nanoTime() + LAST_START_NANOS;
    Map<String, CompletableFuture<byte[]>> lastOf = new HashMap<>();
    List<CompletableFuture<byte[]>> outcomes =
        request.ballots().stream().map(ballot -> outcome(ballot, lastOf, latest)).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(done -> document(outcomes));
  }

  private CompletableFuture<byte[]> outcome(
      GatewayRequest.Ballot ballot, Map<String, CompletableFuture<byte[]>> lastOf, long latest) {
    if (ballot instanceof GatewayRequest.Ballot.Malformed malformed) {
      return CompletableFuture.completedFuture(refused("malformed", malformed.detail(), null));
    }
    VoteRequest vote = ((GatewayRequest.Ballot.Readable) ballot).request();
    CompletableFuture<byte[]> before = lastOf.get(vote.viewer());
    CompletableFuture<byte[]> outcome =
        before == null ? cast(vote) : before.thenCompose(done -> castInTime(vote, latest));
    lastOf.put(vote.viewer(), outcome);
    return outcome;
  }

  private CompletableFuture<byte[]> castInTime(VoteRequest vote, long latest) {
    if (System.nanoTime() - latest > 0) {
      throw Problem.GRID_UNAVAILABLE.with("a viewer's ballots took too long; send them again");
    }
    return cast(vote);
  }

  private CompletableFuture<byte[]> cast(VoteRequest vote) {
    return CompletableFuture.completedFuture(vote)
        .thenCompose(request -> service.take(request, GatewayService::counted))
        .exceptionally(GatewayService::refused);
  }

  private static byte[] counted(String outcome, Poll poll, String viewer, Ballot ballot) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("outcome", outcome);
          json.writeStringField("receipt", poll.receipts().sign(viewer, ballot));
          json.writeEndObject();
        });
  }

  /** What is wrong with this ballot alone is its outcome. */
  private static byte[] refused(Throwable fault) {
    ProblemException refusal = ProblemException.of(fault);
    return switch (refusal.problem()) {
      case POLL_NOT_OPEN, POLL_CLOSED, ALREADY_VOTED, UNKNOWN_OPTION, TOO_MANY_OPTIONS ->
          refused(refusal.problem().code(), refusal.getMessage(), refusal.options());
      default -> throw refusal;
    };
  }

  private static byte[] refused(
      String outcome, @Nullable String detail, @Nullable List<String> options) {
    return Json.bytes(new GatewayResponse.Outcome(outcome, null, options, detail));
  }

  private static byte[] document(List<CompletableFuture<byte[]>> outcomes) {
    ByteArrayOutputStream document = new ByteArrayOutputStream(64 * outcomes.size());
    document.writeBytes(BEGIN);
    for (int i = 0; i < outcomes.size(); i++) {
      if (i > 0) {
        document.write(',');
      }
      document.writeBytes(outcomes.get(i).join());
    }
    document.writeBytes(END);
    return document.toByteArray();
  }
}
