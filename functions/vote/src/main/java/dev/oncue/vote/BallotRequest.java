package dev.oncue.vote;

import dev.oncue.http.api.Formats;
import dev.oncue.http.api.Formats.NameFormat;
import dev.oncue.poll.Poll;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@link VoteRequest#read} reads, for the description (OpenAPI) alone. */
@Schema(
    description = "With options or, for one, option; a field that is null counts as left out",
    requiredProperties = {"stream", "poll"},
    oneOf = {BallotRequest.WithOptions.class, BallotRequest.WithOption.class})
record BallotRequest(
    @Schema(ref = "Name") String stream,
    @Schema(ref = "Name") String poll,
    @Schema(
            type = SchemaType.ARRAY,
            implementation = NameFormat.class,
            nullable = true,
            minItems = 1,
            maxItems = Poll.MAX_OPTIONS,
            uniqueItems = true)
        List<String> options,
    @Schema(pattern = Formats.NAME, nullable = true) String option,
    @Schema(
            nullable = true,
            description =
                "What the viewer's video showed, on the media timeline. Counts in polls with a"
                    + " latency: the ballot is taken if it lies in the poll's window, while anybody"
                    + " may vote")
        Instant mediaTime,
    @Schema(nullable = true, description = Formats.TOKEN) String token) {

  /** A ballot that names its options. */
  @Schema(name = "BallotWithOptions", requiredProperties = "options")
  record WithOptions(List<String> options) {}

  /** A ballot that names its one option. */
  @Schema(name = "BallotWithOption", requiredProperties = "option")
  record WithOption(String option) {}
}
