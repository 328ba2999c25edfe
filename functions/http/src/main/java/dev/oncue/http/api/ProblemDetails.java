package dev.oncue.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncue.http.api.Formats.NameFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why a request was refused (RFC 9457).
 *
 * @param options what the viewer had chosen; {@code null}, and left out, with all problems but
 *     already-voted
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Problem",
    description = "RFC 9457",
    requiredProperties = {"type", "title", "status", "detail"})
public record ProblemDetails(
    @Schema(examples = "urn:oncue:problem:malformed") String type,
    String title,
    int status,
    String detail,
    @Schema(
            type = SchemaType.ARRAY,
            implementation = NameFormat.class,
            description = "With already-voted, what the viewer had chosen")
        List<String> options) {}
