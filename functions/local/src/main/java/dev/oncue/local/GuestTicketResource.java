package dev.oncue.local;

import dev.oncue.http.api.TicketResponse;
import dev.oncue.http.limit.Limits;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.token.Tickets;
import dev.oncue.json.Fields;
import dev.oncue.stream.StreamId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * {@code POST /tickets/guest}: whoever asks is a new viewer. It lets a newcomer vote from two tabs
 * without a login, and for the same reason it is part of the local engine alone. A setting switches
 * it off.
 */
@Path("/tickets/guest")
public final class GuestTicketResource {
  private static final Duration TTL = Duration.ofHours(12);

  private final Tickets tickets;
  private final Limits limits;
  private final boolean isOpen;

  @Inject
  GuestTicketResource(Tickets tickets, Limits limits, LocalConfig config) {
    this.tickets = tickets;
    this.limits = limits;
    this.isOpen = config.guests();
  }

  /** Issues a ticket for a viewer with a made-up id. */
  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "guestTicket", summary = "Get a guest's token (local engine only)")
  @APIResponse(
      responseCode = "200",
      description = "A viewer's token",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TicketResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "429", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<TicketResponse> issue(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = GuestTicketRequest.class)))
          byte[] body) {
    if (!isOpen) {
      throw Problem.FORBIDDEN.with("this engine takes no guests (ONCUE_LOCAL_GUESTS)");
    }
    StreamId stream = new StreamId(StreamId.DEFAULT_TENANT, Fields.parse(body).name("stream"));
    return limits
        .admitGuest(stream.tenant())
        .thenApply(admitted -> tickets.issue(stream, "guest-" + UUID.randomUUID(), TTL));
  }
}
