package dev.oncue.live;

import dev.oncue.Grid;
import dev.oncue.http.api.LatencyRange;
import dev.oncue.http.limit.Limits;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.poll.Latencies;
import dev.oncue.poll.Latency;
import dev.oncue.stream.StreamId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
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
import org.jboss.resteasy.reactive.RestPath;

/**
 * {@code PUT /streams/{stream}/latency}: a producer says how far the stream's viewers are behind,
 * for all polls that are opened on it from then on.
 */
@Path("/streams/{stream}/latency")
public final class LatencyResource {
  private final Tokens tokens;
  private final Latencies latencies;
  private final Limits limits;

  @Inject
  LatencyResource(Tokens tokens, Grid grid, Limits limits) {
    this.tokens = tokens;
    this.latencies = grid.latencies();
    this.limits = limits;
  }

  /** Sets it, in the place of what was set before. Polls that exist keep theirs. */
  @PUT
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "latency",
      summary = "Say how far a stream's viewers are behind, for polls that do not say it")
  @APIResponse(
      responseCode = "200",
      description = "It is set",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = StreamLatencyResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<StreamLatencyResponse> set(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RestPath String stream,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = LatencyRange.class)))
          byte[] body) {
    Caller caller = tokens.caller(authorization).require(Group.PRODUCER);
    StreamId id = caller.reach(Fields.requireName("stream", stream));
    Latency latency = Latency.read(Fields.parse(body));
    return limits
        .admitLatency(id)
        .thenCompose(admitted -> latencies.set(id, latency))
        .thenApply(done -> new StreamLatencyResponse(id.name(), LatencyRange.of(latency)));
  }
}
