package dev.oncue.pollclose;

import dev.oncue.http.api.PollResponse;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code POST /poll-close}: a producer closes a poll and gets its final result. */
@Path("/poll-close")
public final class PollCloseResource {
  private final Tokens tokens;
  private final PollCloseService service;

  @Inject
  PollCloseResource(Tokens tokens, PollCloseService service) {
    this.tokens = tokens;
    this.service = service;
  }

  /**
   * Closes a poll; closing it twice gives the same answer. One whose viewers are behind the host is
   * still open in the answer: it closes when the last of them has seen it close.
   */
  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "pollClose", summary = "Close a poll")
  @APIResponse(
      responseCode = "200",
      description = "The poll with its final result",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PollResponse.class)))
  @APIResponse(
      responseCode = "202",
      description = "It has an end now, and takes ballots until the viewers who are last see it",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PollResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<RestResponse<PollResponse>> close(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = PollReference.class)))
          byte[] body) {
    Caller caller = tokens.caller(authorization).require(Group.PRODUCER);
    return service
        .close(caller, Fields.parse(body))
        .thenApply(poll -> RestResponse.status(status(poll), service.document(poll)));
  }

  private static RestResponse.Status status(Poll poll) {
    return poll.isSettled() ? RestResponse.Status.OK : RestResponse.Status.ACCEPTED;
  }
}
