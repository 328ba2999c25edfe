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
                "One emoji that Unicode recommends (RGI_Emoji, UTS 51), or one character that it has"
                    + " set aside for emojis to come",
            minLength = 1,
            maxLength = Emoji.MAX_CHARS,
            examples = {"🔥", "👍🏽", "🏴‍☠️"})
        String emoji,
    @Schema(nullable = true, description = Formats.TOKEN) String token) {}
