package dev.oncue.vote;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@link GatewayRequest#read} reads, for the description (OpenAPI) alone. */
@Schema(
    requiredProperties = {"stream", "poll", "ballots"},
    example =
        """
        {"stream": "show-42", "poll": "q1", "ballots": [{"viewer": "v1", "option": "red"}]}""")
record GatewayBallots(
    @Schema(ref = "Name") String stream,
    @Schema(ref = "Name") String poll,
    @Schema(
            minItems = 1,
            maxItems = GatewayRequest.MAX_BALLOTS,
            description =
                "Each an object with viewer, a text of 1 to 255 bytes, and with options or option,"
                    + " and mediaTime, as in POST /vote. What is something else has the outcome"
                    + " malformed, and does not concern the others")
        List<Object> ballots) {}
