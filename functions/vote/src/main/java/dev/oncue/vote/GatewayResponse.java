package dev.oncue.vote;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncue.http.api.Formats.NameFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link GatewayService} answers. */
@Schema(requiredProperties = "outcomes")
record GatewayResponse(
    @Schema(description = "One for each ballot, in their order") List<Outcome> outcomes) {

  /** What became of a ballot. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "GatewayOutcome", requiredProperties = "outcome")
  record Outcome(
      @Schema(
              enumeration = {
                "accepted",
                "changed",
                "already-voted",
                "poll-closed",
                "poll-not-open",
                "unknown-option",
                "too-many-options",
                "malformed"
              })
          String outcome,
      @Schema(nullable = true, description = "Of a ballot that counts") @Nullable String receipt,
      @Schema(
              type = SchemaType.ARRAY,
              implementation = NameFormat.class,
              nullable = true,
              description = "What an already-voted viewer chose first")
          @Nullable List<String> options,
      @Schema(nullable = true, description = "Why a ballot does not count")
          @Nullable String detail) {}
}
