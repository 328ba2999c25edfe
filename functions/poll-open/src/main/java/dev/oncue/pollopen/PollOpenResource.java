package dev.oncue.pollopen;

import dev.oncue.http.api.PollResponse;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.poll.Opening;
import dev.oncue.poll.PollStatus;
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

/** {@code POST /poll-open}: a producer opens or schedules a poll. */
@Path("/poll-open")
public final class PollOpenResource {
  private final Tokens tokens;
  private final PollOpenService service;

  @Inject
  PollOpenResource(Tokens tokens, PollOpenService service) {
    this.tokens = tokens;
    this.service = service;
  }

  /** Opens a poll: 201 open now, 202 scheduled, 200 the very same poll again. */
  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "pollOpen", summary = "Open a poll, now or later")
  @APIResponse(
      responseCode = "201",
      description = "Open now",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PollResponse.class)))
  @APIResponse(
      responseCode = "202",
      description = "Scheduled",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PollResponse.class)))
  @APIResponse(
      responseCode = "200",
      description = "The very same poll again",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PollResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<RestResponse<PollResponse>> open(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = PollRequest.class)))
          byte[] body) {
    Caller caller = tokens.caller(authorization).require(Group.PRODUCER);
    return service
        .open(caller, Fields.parse(body), PollNames.random())
        .thenApply(
            opening -> RestResponse.status(status(opening), service.document(opening.poll())));
  }

  private RestResponse.Status status(Opening opening) {
    if (opening instanceof Opening.Unchanged) {
      return RestResponse.Status.OK;
    }
    return service.statusOf(opening.poll()) == PollStatus.SCHEDULED
        ? RestResponse.Status.ACCEPTED
        : RestResponse.Status.CREATED;
  }
}
