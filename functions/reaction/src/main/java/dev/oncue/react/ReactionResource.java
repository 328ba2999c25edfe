package dev.oncue.react;

import dev.oncue.http.token.Tokens;
import dev.oncue.http.token.ViewerRequest;
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
  private final ReactionService service;

  @Inject
  ReactionResource(Tokens tokens, ReactionService service) {
    this.tokens = tokens;
    this.service = service;
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
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ReactionBody.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "429", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<RestResponse<ReactionBody>> send(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ReactionRequest.class)))
          byte[] body) {
    ViewerRequest request = ViewerRequest.read(tokens, authorization, body);
    return service
        .take(request.viewer(), request.body(), request.viewer().name())
        .thenApply(answer -> RestResponse.status(RestResponse.Status.ACCEPTED, answer));
  }
}
