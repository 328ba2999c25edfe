/**
 * The bodies of answers as records. Their components, in their order, are the fields on the wire,
 * and the description (OpenAPI) comes from them. Immutable.
 */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Oncue",
            version = "1",
            description =
                "Instants are RFC 3339 with any offset, read to the millisecond and given in UTC"
                    + " with milliseconds. A leap second (23:59:60 UTC at the end of a month) is"
                    + " read as the second that follows it. Durations are ISO 8601."),
    security = @SecurityRequirement(name = "token"),
    components =
        @Components(
            securitySchemes =
                @SecurityScheme(
                    securitySchemeName = "token",
                    type = SecuritySchemeType.HTTP,
                    scheme = "bearer",
                    bearerFormat = "JWT"),
            responses =
                @APIResponse(
                    name = "Problem",
                    description = "Refused",
                    content =
                        @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(implementation = ProblemDetails.class)))))
package dev.oncue.http.api;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
