package dev.oncue.react;

import dev.oncue.reaction.Emoji;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A reaction, as a viewer sends it and as the answer repeats it once it is counted. */
@RegisterForReflection
@Schema(
    name = "Reaction",
    requiredProperties = {"stream", "emoji"})
public record ReactionBody(
    @Schema(ref = "Name") String stream,
    @Schema(
            description =
                "One emoji that Unicode recommends (RGI_Emoji, UTS 51), or one character that it has"
                    + " set aside for emojis to come",
            minLength = 1,
            maxLength = Emoji.MAX_CHARS,
            examples = {"🔥", "👍🏽", "🏴‍☠️"})
        String emoji) {}
