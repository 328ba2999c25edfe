package dev.oncue.vote;

import dev.oncue.http.api.Formats.NameFormat;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What {@link VoteService} answers, for the description (OpenAPI) and the tests. The answer itself
 * is written by hand.
 */
@Schema(requiredProperties = {"outcome", "stream", "poll", "options", "castAt", "receipt"})
record VoteResponse(
    @Schema(enumeration = {"accepted", "changed"}) String outcome,
    @Schema(ref = "Name") String stream,
    @Schema(ref = "Name") String poll,
    @Schema(type = SchemaType.ARRAY, implementation = NameFormat.class) List<String> options,
    @Schema(
            description =
                "When the ballot was received, by the clock of the instance; of a change it is"
                    + " always later than that of the ballot before")
        Instant castAt,
    String receipt) {}
