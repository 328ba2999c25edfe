package dev.oncue.react;

import dev.oncue.http.api.Formats;
import dev.oncue.reaction.Emoji;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a viewer sends, for the description (OpenAPI) alone. */
@Schema(requiredProperties = {"stream", "emoji"})
record ReactionRequest(
    @Schema(ref = "Name") String stream,
    @Schema(
            description =
                "One emoji, which is one grapheme cluster (UAX 29) and an emoji by UTS 51",
            minLength = 1,
            maxLength = Emoji.MAX_CHARS,
            examples = {"🔥", "👍🏽", "🏴‍☠️"})
        String emoji,
    @Schema(nullable = true, description = Formats.TOKEN) String token) {}
