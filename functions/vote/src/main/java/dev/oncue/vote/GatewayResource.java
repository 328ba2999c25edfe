package dev.oncue.vote;

import dev.oncue.http.request.BodyLimit;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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

/**
 * {@code POST /votes}: a producer's gateway, such as one for text messages or a platform's own
 * front, casts ballots of many viewers at once. Runs on the event loop.
 */
@Path("/votes")
public final class GatewayResource {
  private final Tokens tokens;
  private final GatewayService service;

  @Inject
  GatewayResource(Tokens tokens, GatewayService service) {
    this.tokens = tokens;
    this.service = service;
  }

  /** Its bodies are larger than others'. */
  @jakarta.enterprise.inject.Produces
  @Singleton
  static BodyLimit bodyLimit() {
    return new BodyLimit("/votes", GatewayRequest.MAX_BODY_BYTES);
  }

  /** Takes ballots; each accepted one is a promise that it is in the final result. */
  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "votes", summary = "Cast ballots of many viewers")
  @APIResponse(
      responseCode = "200",
      description = "What became of each",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = GatewayResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<GatewayResponse> votes(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = GatewayBallots.class)))
          byte[] body) {
    Caller producer = tokens.caller(authorization).require(Group.PRODUCER);
    return service.take(GatewayRequest.read(producer, Fields.parse(body)));
  }
}
