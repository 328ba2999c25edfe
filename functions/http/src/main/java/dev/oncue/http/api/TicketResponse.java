package dev.oncue.http.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A viewer's token.
 *
 * @param ticket the token (JWT)
 * @param expiresAt when it ends
 */
@RegisterForReflection
@Schema(
    name = "Ticket",
    requiredProperties = {"ticket", "expiresAt"})
public record TicketResponse(String ticket, Instant expiresAt) {}
