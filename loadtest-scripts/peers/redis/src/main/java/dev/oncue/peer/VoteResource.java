package dev.oncue.peer;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code POST /vote}. Runs on the event loop. */
@Path("/vote")
public final class VoteResource {
  private final Tokens tokens;
  private final BallotBox ballots;

  @Inject
  VoteResource(
      Tokens tokens,
      Connections connections,
      @ConfigProperty(name = "peer.batched", defaultValue = "false") boolean batched) {
    this.tokens = tokens;
    this.ballots =
        batched ? new BatchedBallotBox(connections) : new PipelinedBallotBox(connections);
  }

  /** Takes a ballot; the same one again is accepted as the first. */
  @POST
  public Uni<VoteAnswer> vote(
      @HeaderParam("Authorization") String authorization, VoteRequest vote) {
    String viewer = tokens.caller(authorization).require("viewer").name();
    Problem.requireWellFormed(vote != null && vote.isComplete());
    return UniHelper.toUni(
        ballots
            .cast(vote.key(), viewer, vote.option())
            .map(
                outcome -> {
                  outcome.requireAccepted();
                  return VoteAnswer.accepted(vote, viewer);
                }));
  }
}
