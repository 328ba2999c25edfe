package dev.oncue.react;

import dev.oncue.reaction.Emoji;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A reaction, as the answer repeats it once it is counted. */
@RegisterForReflection
@Schema(
    name = "Reaction",
    requiredProperties = {"stream", "emoji"})
public record ReactionBody(
    @Schema(ref = "Name") String stream,
    @Schema(minLength = 1, maxLength = Emoji.MAX_CHARS) String emoji) {}
