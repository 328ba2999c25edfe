package dev.oncue.live;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** When a request came and when it was answered, with three decimals. */
@RegisterForReflection
@Schema(
    name = "Time",
    requiredProperties = {"receivedAt", "sentAt"})
public record TimeResponse(
    @Schema(description = "Milliseconds since the epoch") BigDecimal receivedAt,
    @Schema(description = "Milliseconds since the epoch") BigDecimal sentAt) {}
