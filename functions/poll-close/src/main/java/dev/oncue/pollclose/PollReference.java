package dev.oncue.pollclose;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@link PollCloseService#close} reads, for the description (OpenAPI) alone. */
@Schema(requiredProperties = {"stream", "poll"})
record PollReference(@Schema(ref = "Name") String stream, @Schema(ref = "Name") String poll) {}
