package dev.oncue.http.api;

import dev.oncue.poll.Latency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far the video of a stream's viewers is behind the host, in requests and answers. */
@RegisterForReflection
@Schema(
    name = "Latency",
    description = "How far the viewers' video is behind the host, 0 <= min <= max <= PT1M",
    requiredProperties = "max")
public record LatencyRange(
    @Schema(nullable = true, defaultValue = "PT0S") Duration min, Duration max) {
  /** The range as it stands in answers. */
  public static LatencyRange of(Latency latency) {
    return new LatencyRange(latency.min(), latency.max());
  }
}
