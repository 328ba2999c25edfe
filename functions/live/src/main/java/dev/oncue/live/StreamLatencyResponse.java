package dev.oncue.live;

import dev.oncue.http.api.LatencyRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is set for new polls of a stream. */
@RegisterForReflection
@Schema(
    name = "StreamLatency",
    requiredProperties = {"stream", "latency"})
public record StreamLatencyResponse(@Schema(ref = "Name") String stream, LatencyRange latency) {}
