package dev.oncue.warmpool.window;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncue.http.api.WindowResponse;
import dev.oncue.window.PoolReport;
import dev.oncue.window.Window;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Windows, and what the controller of the warm pool does. {@code null} fields are left out. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Windows",
    requiredProperties = {"now", "windows"})
public record WindowsResponse(
    Instant now,
    @Schema(
            description =
                "keep: instances are kept hot; observe: nothing is changed, and windows show what"
                    + " would be done. Absent while no controller is there",
            enumeration = {"keep", "observe"})
        String mode,
    @Schema(description = "When the controller said so") Instant asOf,
    List<WindowResponse> windows) {
  static WindowsResponse of(Instant now, Optional<PoolReport> report, List<Window> windows) {
    return new WindowsResponse(
        now,
        report.map(PoolReport::mode).orElse(null),
        report.map(PoolReport::asOf).orElse(null),
        windows.stream().map(WindowResponse::of).toList());
  }
}
