package dev.oncue.http.api;

import dev.oncue.poll.PollDraft;
import dev.oncue.stream.Name;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The formats of texts, for the description (OpenAPI). Those of instants and durations are set in
 * {@code META-INF/microprofile-config.properties}.
 */
public final class Formats {
  /** What {@link Name#isValid} allows, as a regular expression. */
  public static final String NAME = "^(?!\\.\\.?$)[A-Za-z0-9._:@-]{1," + Name.MAX_LENGTH + "}$";

  /** What a token in a body is for. */
  public static final String TOKEN =
      "The viewer's token, for a page of another origin; read where the header Authorization is"
          + " missing";

  private Formats() {}

  /** A name, as the schema {@code Name}. Nothing is an instance of it. */
  @Schema(name = "Name", type = SchemaType.STRING, pattern = NAME)
  public static final class NameFormat {
    private NameFormat() {}
  }

  /** What {@link dev.oncue.json.Fields#text} takes, as the schema {@code Text}. */
  @Schema(
      name = "Text",
      description =
          "Characters that a person can read: one at least can be seen, no control characters, no"
              + " override of direction, and each direction that begins ends",
      type = SchemaType.STRING,
      minLength = 1,
      maxLength = PollDraft.MAX_TEXT,
      pattern =
          "^[^\\u0000-\\u001F\\u007F-\\u009F]*[^\\s\\u0000-\\u001F\\u007F-\\u009F]"
              + "[^\\u0000-\\u001F\\u007F-\\u009F]*$")
  public static final class TextFormat {
    private TextFormat() {}
  }
}
