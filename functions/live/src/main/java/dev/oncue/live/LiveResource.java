package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.http.api.PollResponse;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.response.Gzip;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Polls;
import dev.oncue.poll.Result;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/**
 * What screens read: a stream's state, and a poll with its result, which is revealed here. Runs on
 * the event loop.
 */
@Path("/")
public final class LiveResource {
  private final Tokens tokens;
  private final StreamStates states;
  private final Polls polls;
  private final Tallies tallies;
  private final PollLifecycle lifecycle;
  private final Clock clock;

  @Inject
  LiveResource(
      Tokens tokens,
      StreamStates states,
      Tallies tallies,
      Grid grid,
      PollLifecycle lifecycle,
      Clock clock) {
    this.tokens = tokens;
    this.states = states;
    this.polls = grid.polls();
    this.tallies = tallies;
    this.lifecycle = lifecycle;
    this.clock = clock;
  }

  /** All that a client which has just come must know. */
  @GET
  @Path("/streams/{stream}/state")
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "state", summary = "The state of a stream")
  @APIResponse(
      responseCode = "200",
      description = "The state",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = StateResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<StateAnswer> state(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RestPath String stream,
      @Context RoutingContext context) {
    Caller caller = reader(authorization);
    return states.state(
        caller.reach(Fields.requireName("stream", stream)), caller, Gzip.isAccepted(context));
  }

  /** One poll and its result. */
  @GET
  @Path("/polls/{stream}/{poll}")
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "poll", summary = "A poll and its result")
  @APIResponse(
      responseCode = "200",
      description = "The poll",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PollResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<PollResponse> poll(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RestPath String stream,
      @RestPath String poll) {
    Caller caller = reader(authorization);
    PollId id = id(caller, stream, poll);
    return polls
        .find(id)
        .thenApply(found -> found.orElseThrow(() -> Problem.unknownPoll(id)))
        .thenCompose(lifecycle::settle)
        .thenCompose(latest -> document(latest, caller));
  }

  /** Reveals a closed poll's result: overlays that wait for the host show it from now on. */
  @POST
  @Path("/polls/{stream}/{poll}/reveal")
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "reveal",
      summary = "Reveal a closed poll's result on screen; revealing it twice changes nothing")
  @APIResponse(
      responseCode = "200",
      description = "The poll with its result, and revealedAt",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PollResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<PollResponse> reveal(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RestPath String stream,
      @RestPath String poll) {
    Caller caller = tokens.caller(authorization).require(Group.PRODUCER);
    PollId id = id(caller, stream, poll);
    return lifecycle
        .reveal(id)
        .thenApply(found -> revealed(id, found))
        .thenApply(latest -> PollResponse.of(latest, clock.instant(), latest.result()));
  }

  private static PollId id(Caller caller, String stream, String poll) {
    return new PollId(
        caller.reach(Fields.requireName("stream", stream)), Fields.requireName("poll", poll));
  }

  private static Poll revealed(PollId id, Optional<Poll> found) {
    Poll poll = found.orElseThrow(() -> Problem.unknownPoll(id));
    if (!poll.isRevealed()) {
      throw Problem.POLL_NOT_CLOSED.with("its result can be revealed once it is closed");
    }
    return poll;
  }

  private CompletionStage<PollResponse> document(Poll poll, Caller caller) {
    Instant now = clock.instant();
    return shown(poll, caller.is(Group.HOST), now)
        .thenApply(result -> PollResponse.of(poll, now, result));
  }

  private CompletionStage<Result> shown(Poll poll, boolean host, Instant now) {
    if (poll.isSettled() || !(host || poll.showsCounts(now))) {
      return CompletableFuture.completedFuture(poll.result());
    }
    return tallies.of(poll).thenApply(tally -> Result.live(tally, now));
  }

  private Caller reader(String authorization) {
    return tokens.caller(authorization).require(Group.VIEWER, Group.HOST);
  }
}
