package dev.oncue.pollopen;

import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@link TicketResource} reads, for the description (OpenAPI) alone. */
@Schema(requiredProperties = {"stream", "viewer"})
record TicketRequest(
    @Schema(ref = "Name") String stream,
    @Schema(
            minLength = 1,
            maxLength = 255,
            description = "Whom the ticket is for: text of at most 255 bytes of UTF-8")
        String viewer,
    @Schema(nullable = true, description = "From PT1S to P31D", defaultValue = "PT4H")
        Duration ttl) {}
