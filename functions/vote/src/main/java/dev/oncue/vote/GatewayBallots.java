package dev.oncue.vote;

import dev.oncue.http.api.Formats.NameFormat;
import dev.oncue.poll.Poll;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@link GatewayRequest#read} reads, for the description (OpenAPI) alone. */
@Schema(requiredProperties = {"stream", "poll", "ballots"})
record GatewayBallots(
    @Schema(ref = "Name") String stream,
    @Schema(ref = "Name") String poll,
    @Schema(minItems = 1, maxItems = GatewayRequest.MAX_BALLOTS) List<GatewayBallot> ballots) {

  /** One of them, as it counts; another one is an outcome of its own. */
  @Schema(
      requiredProperties = "viewer",
      description = "With options or, for one, option; a field that is null counts as left out",
      oneOf = {BallotRequest.WithOptions.class, BallotRequest.WithOption.class})
  record GatewayBallot(
      String viewer,
      @Schema(
              type = SchemaType.ARRAY,
              implementation = NameFormat.class,
              nullable = true,
              minItems = 1,
              maxItems = Poll.MAX_OPTIONS,
              uniqueItems = true)
          List<String> options,
      @Schema(nullable = true) String option,
      @Schema(nullable = true, description = "What the viewer's video showed") Instant mediaTime) {}
}
