package dev.oncue.window;

import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * What the controller of the warm pool says of itself at each of its rounds.
 *
 * @param keeps whether it keeps instances hot; {@code false}: it only watches, and shows what it
 *     would do
 * @param lead how long before a window warming begins, unless the window says otherwise
 * @param asOf when it said so
 */
public record PoolReport(boolean keeps, Duration lead, Instant asOf) {
  /** How long a report is kept; a controller that is there makes another before. */
  public static final Duration KEPT = Duration.ofSeconds(10);

  /** The word for what it does. */
  public String mode() {
    return keeps ? "keep" : "observe";
  }

  /** The report as the grid keeps it: JSON. */
  public String text() {
    byte[] json =
        Json.bytes(
            body -> {
              body.writeStartObject();
              body.writeBooleanField("keeps", keeps);
              body.writeStringField("lead", Json.duration(lead));
              body.writeStringField("asOf", Json.instant(asOf));
              body.writeEndObject();
            });
    return new String(json, StandardCharsets.UTF_8);
  }

  /**
   * The report that {@link #text} made this of.
   *
   * @throws dev.oncue.json.MalformedException when it is something else
   */
  public static PoolReport parse(String text) {
    Fields fields = Fields.parse(text.getBytes(StandardCharsets.UTF_8));
    fields.require("keeps", "lead", "asOf");
    return new PoolReport(
        fields.bool("keeps", false),
        fields.duration("lead", Duration.ZERO, Window.MAX_LEAD),
        fields.instant("asOf"));
  }
}
