package dev.oncue.pollopen;

import dev.oncue.http.api.TicketResponse;
import dev.oncue.http.limit.Limits;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tickets;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.stream.StreamId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code POST /tickets}: a producer gets a viewer's token, good for one stream. */
@Path("/tickets")
public final class TicketResource {
  private static final Duration DEFAULT_TTL = Duration.ofHours(4);
  private static final Duration MAX_TTL = Duration.ofDays(31);

  private final Tokens tokens;
  private final Tickets tickets;
  private final Limits limits;

  @Inject
  TicketResource(Tokens tokens, Tickets tickets, Limits limits) {
    this.tokens = tokens;
    this.tickets = tickets;
    this.limits = limits;
  }

  /** Issues a ticket. */
  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "ticket", summary = "Get a viewer's token")
  @APIResponse(
      responseCode = "200",
      description = "A viewer's token",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TicketResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "429", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<TicketResponse> issue(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = TicketRequest.class)))
          byte[] body) {
    Caller caller = tokens.caller(authorization).require(Group.PRODUCER);
    Fields fields = Fields.parse(body);
    StreamId stream = caller.reach(fields.name("stream"));
    String viewer = fields.viewer("viewer");
    Duration ttl = fields.duration("ttl", Duration.ofSeconds(1), MAX_TTL, DEFAULT_TTL);
    return limits
        .admitTicket(caller.tenant())
        .thenApply(admitted -> tickets.issue(stream, viewer, ttl));
  }
}
