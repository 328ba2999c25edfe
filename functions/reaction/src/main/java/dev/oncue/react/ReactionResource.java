package dev.oncue.react;

import dev.oncue.http.Caller;
import dev.oncue.http.Group;
import dev.oncue.http.Tokens;
import dev.oncue.json.Fields;
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

/** {@code POST /reaction}: a viewer sends an emoji. Runs on the event loop. */
@Path("/reaction")
public final class ReactionResource {
  private final Tokens tokens;
  private final ReactionDesk desk;

  @Inject
  ReactionResource(Tokens tokens, ReactionDesk desk) {
    this.tokens = tokens;
    this.desk = desk;
  }

  /** Counts a reaction. */
  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "reaction", summary = "Send a reaction")
  @APIResponse(
      responseCode = "202",
      description = "Counted",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Reaction")))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "429", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<RestResponse<byte[]>> send(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(ref = "Reaction")))
          byte[] body) {
    Caller caller = tokens.caller(authorization).require(Group.VIEWER);
    return desk.take(caller, Fields.parse(body), caller.name())
        .thenApply(answer -> RestResponse.status(RestResponse.Status.ACCEPTED, answer));
  }
}
