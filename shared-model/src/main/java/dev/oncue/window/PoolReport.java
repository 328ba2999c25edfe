package dev.oncue.window;

import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the controller of the warm pool says of itself at each of its rounds.
 *
 * @param keeps whether it keeps instances hot; {@code false}: it only watches, and shows what it
 *     would do
 * @param lead how long before a window warming begins, unless the window says otherwise
 * @param asOf when it said so
 * @param pool which pool it is the controller of, as {@code namespace/name}; {@code null}: it does
 *     not say, as one that only watches
 */
public record PoolReport(boolean keeps, Duration lead, Instant asOf, @Nullable String pool) {
  /** How long a report is kept; a controller that is there makes another before. */
  public static final Duration KEPT = Duration.ofSeconds(10);

  /** A report that does not say of which pool it is. */
  public PoolReport(boolean keeps, Duration lead, Instant asOf) {
    this(keeps, lead, asOf, null);
  }

  /**
   * Whether the windows are another's. One that keeps instances hot goes before those that only
   * watch; who does not say of which pool it is counts as of the same one.
   *
   * @param own the pool of whoever asks; {@code null}: it only watches
   */
  public boolean isOfAnother(@Nullable String own) {
    return keeps && (own == null || pool != null && !pool.equals(own));
  }

  /** Whether its controller may still be there. */
  public boolean isCurrent(Instant now) {
    return now.isBefore(asOf.plus(KEPT));
  }

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
              if (pool != null) {
                body.writeStringField("pool", pool);
              }
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
        fields.instant("asOf"),
        fields.has("pool") ? fields.string("pool") : null);
  }
}
