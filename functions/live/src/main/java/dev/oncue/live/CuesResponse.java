package dev.oncue.live;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The cues of a stream. */
@RegisterForReflection
@Schema(
    name = "Cues",
    requiredProperties = {"now", "stream", "cues"})
public record CuesResponse(
    Instant now,
    @Schema(ref = "Name") String stream,
    @Schema(description = "By media time, then poll, then show before hide")
        List<CueResponse> cues) {}
