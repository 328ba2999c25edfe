package dev.oncue.pollopen;

import dev.oncue.http.api.Formats;
import dev.oncue.http.api.LatencyRange;
import dev.oncue.http.api.PollOption;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@link PollDraft#read} reads, for the description (OpenAPI) alone. */
@Schema(
    description = "A field that is null counts as left out",
    requiredProperties = {"stream", "question", "options"})
record PollRequest(
    @Schema(ref = "Name") String stream,
    @Schema(pattern = Formats.NAME, nullable = true, description = "Left out, it is made up")
        String poll,
    @Schema(ref = "Text") String question,
    @Schema(
            description = "No two of them have the same id, or a text that looks the same",
            minItems = PollDraft.MIN_OPTIONS,
            maxItems = Poll.MAX_OPTIONS)
        List<PollOption> options,
    @Schema(nullable = true, description = "At most 366 days ahead; left out, now") Instant opensAt,
    @Schema(
            nullable = true,
            description =
                "From PT0.001S to P31D; left out together with closesAt, until it is closed by"
                    + " hand")
        Duration duration,
    @Schema(
            nullable = true,
            description =
                "After opensAt and in the future, at most 31 days after opensAt; beside a duration,"
                    + " opensAt plus that")
        Instant closesAt,
    @Schema(nullable = true, description = "At most PT1M", defaultValue = "PT0S") Duration grace,
    @Schema(
            nullable = true,
            description =
                "How far the viewers' video is behind the host; left out: what is set for the"
                    + " stream. opensAt and closesAt then lie on the media timeline: ballots are"
                    + " taken from opensAt + min until closesAt + max + grace, and the result is"
                    + " final after that")
        LatencyRange latency,
    @Schema(
            nullable = true,
            description = "No more than there are options",
            minimum = "1",
            maximum = "" + Poll.MAX_OPTIONS,
            defaultValue = "1")
        Integer maxOptions,
    @Schema(nullable = true, defaultValue = "false") Boolean revote,
    @Schema(
            nullable = true,
            enumeration = {"live", "closed"},
            defaultValue = "live")
        String results,
    @Schema(nullable = true, minimum = "0", maximum = "" + PollDraft.MAX_EXPECTED_VIEWERS)
        Integer expectedViewers) {}
