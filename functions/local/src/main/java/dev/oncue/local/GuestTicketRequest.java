package dev.oncue.local;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@link GuestTicketResource} reads, for the description (OpenAPI) alone. */
@Schema(requiredProperties = "stream")
record GuestTicketRequest(@Schema(ref = "Name") String stream) {}
