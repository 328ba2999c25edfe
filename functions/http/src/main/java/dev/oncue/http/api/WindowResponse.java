package dev.oncue.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncue.window.Instances;
import dev.oncue.window.Window;
import dev.oncue.window.WindowStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A window of the warm pool as hosts and producers see it. {@code null} fields are left out. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Window",
    requiredProperties = {
      "stream",
      "window",
      "origin",
      "opensAt",
      "closesAt",
      "expectedViewers",
      "status",
      "since",
      "functions"
    })
public record WindowResponse(
    @Schema(ref = "Name") String stream,
    @Schema(ref = "Name") String window,
    @Schema(enumeration = {"announced", "poll"}) String origin,
    Instant opensAt,
    Instant closesAt,
    int expectedViewers,
    Duration lead,
    Boolean cancelled,
    @Schema(enumeration = {"planned", "warming", "warm", "short", "released"}) String status,
    @Schema(description = "When the status began") Instant since,
    Instant warmingSince,
    @Schema(description = "How long it took until all that it was granted were hot")
        Duration warmAfter,
    @Schema(description = "Why it is short, or what it needs beside time") String reason,
    @Schema(description = "Instances by function") Map<String, FunctionInstances> functions) {

  /** How many instances of one function a window takes. */
  @RegisterForReflection
  @Schema(requiredProperties = {"wanted", "granted", "warm"})
  public record FunctionInstances(
      @Schema(description = "What its viewers need") int wanted,
      @Schema(description = "What the ceiling leaves it of that") int granted,
      @Schema(description = "How many of the granted are hot") int warm) {
    static FunctionInstances of(Instances instances) {
      return new FunctionInstances(instances.wanted(), instances.granted(), instances.warm());
    }
  }

  /** A window as it stands. */
  public static WindowResponse of(Window window) {
    WindowStatus status = window.status();
    return new WindowResponse(
        window.id().stream().name(),
        window.id().name(),
        window.id().origin().word(),
        window.opensAt(),
        window.closesAt(),
        window.expectedViewers(),
        window.lead(),
        window.cancelled() ? Boolean.TRUE : null,
        status.phase().word(),
        status.since(),
        status.warmingSince(),
        status.warmAfter(),
        status.reason(),
        functions(status.functions()));
  }

  private static Map<String, FunctionInstances> functions(Map<String, Instances> functions) {
    Map<String, FunctionInstances> counts = new TreeMap<>();
    functions.forEach((name, instances) -> counts.put(name, FunctionInstances.of(instances)));
    return counts;
  }
}
