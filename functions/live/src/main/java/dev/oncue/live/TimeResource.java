package dev.oncue.live;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code GET /time}: the server's clock, for clients that sync theirs as NTP does (RFC 5905). */
@Path("/time")
public final class TimeResource {
  private final Clock clock;

  @Inject
  TimeResource(Clock clock) {
    this.clock = clock;
  }

  /** Milliseconds since the epoch, with three decimals. */
  @GET
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "time", summary = "The server's clock")
  @APIResponse(
      responseCode = "200",
      description = "The clock",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TimeResponse.class)))
  public RestResponse<TimeResponse> time() {
    BigDecimal receivedAt = millis(clock.instant());
    TimeResponse time = new TimeResponse(receivedAt, millis(clock.instant()));
    return RestResponse.ResponseBuilder.ok(time).header("Cache-Control", "no-store").build();
  }

  private static BigDecimal millis(Instant instant) {
    long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    return BigDecimal.valueOf(micros, 3);
  }
}
