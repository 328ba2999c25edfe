package dev.oncue.warmpool.window;

import dev.oncue.http.api.Formats;
import dev.oncue.window.Window;
import dev.oncue.window.WindowDraft;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@link WindowDraft#read} reads, for the description (OpenAPI) alone. */
@Schema(
    description = "With closesAt or duration; a field that is null counts as left out",
    requiredProperties = {"stream", "opensAt", "expectedViewers"},
    anyOf = {WindowRequest.WithEnd.class, WindowRequest.WithDuration.class})
record WindowRequest(
    @Schema(ref = "Name") String stream,
    @Schema(
            pattern = Formats.NAME,
            nullable = true,
            description =
                "Its name; left out, it is given one that is the same for the same announcement")
        String window,
    @Schema(description = "At most 366 days ahead") Instant opensAt,
    @Schema(
            nullable = true,
            description =
                "After opensAt and in the future, at most a day after opensAt; beside a duration,"
                    + " opensAt plus that")
        Instant closesAt,
    @Schema(nullable = true, description = "From PT0.001S to PT24H") Duration duration,
    @Schema(minimum = "1", maximum = "" + Window.MAX_EXPECTED_VIEWERS) int expectedViewers,
    @Schema(
            nullable = true,
            description =
                "How long before opensAt warming begins, at most PT1H; left out, as the pool is"
                    + " set")
        Duration lead) {

  /** A window whose end is named. */
  @Schema(name = "WindowWithEnd", requiredProperties = "closesAt")
  record WithEnd(String closesAt) {}

  /** A window whose length is named. */
  @Schema(name = "WindowWithDuration", requiredProperties = "duration")
  record WithDuration(String duration) {}
}
