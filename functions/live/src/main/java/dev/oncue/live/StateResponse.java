package dev.oncue.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.oncue.http.api.LatencyRange;
import dev.oncue.http.api.PollResponse;
import dev.oncue.http.api.WindowResponse;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream for one caller. {@code null} fields are left out.
 *
 * @param reactions JSON, encoded once for all callers
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "State",
    requiredProperties = {"now", "stream", "cursor", "viewers", "polls", "reactions"})
public record StateResponse(
    Instant now,
    @Schema(ref = "Name") String stream,
    String cursor,
    long viewers,
    @Schema(
            description =
                "What new polls of the stream take that have none of their own; absent until it is"
                    + " set")
        @Nullable LatencyRange latency,
    List<PollResponse> polls,
    @Schema(
            description =
                "How many polls are left out, since a state has at most 2 MiB of polls: the"
                    + " scheduled ones that open last, then the closed ones that opened first."
                    + " The feed tells of each when it opens. Absent: none",
            minimum = "1")
        @Nullable Integer omittedPolls,
    @Schema(
            implementation = Object.class,
            type = SchemaType.OBJECT,
            additionalProperties = Long.class)
        RawValue reactions,
    @Schema(description = "For hosts and producers, those that are not over")
        @Nullable List<WindowResponse> windows) {}
