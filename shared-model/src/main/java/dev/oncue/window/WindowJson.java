package dev.oncue.window;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import dev.oncue.stream.StreamId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A window as the grid keeps it: JSON. */
public final class WindowJson {
  /** As long as any that a clock which was set anew can make of a warm-up. */
  private static final Duration MAX_WARM_AFTER = Duration.ofDays(3_660);

  private WindowJson() {}

  /** The window as JSON in UTF-8, with its tenant. */
  public static byte[] encode(Window window) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("tenant", window.id().stream().tenant());
          writeWindow(json, window);
          json.writeEndObject();
        });
  }

  private static void writeWindow(JsonGenerator json, Window window) throws IOException {
    json.writeStringField("stream", window.id().stream().name());
    json.writeStringField("window", window.id().name());
    json.writeStringField("origin", window.id().origin().word());
    json.writeStringField("opensAt", Json.instant(window.opensAt()));
    json.writeStringField("closesAt", Json.instant(window.closesAt()));
    json.writeNumberField("expectedViewers", window.expectedViewers());
    if (window.lead() != null) {
      json.writeStringField("lead", Json.duration(window.lead()));
    }
    if (window.cancelled()) {
      json.writeBooleanField("cancelled", true);
    }
    writeStatus(json, window.status());
  }

  private static void writeStatus(JsonGenerator json, WindowStatus status) throws IOException {
    json.writeStringField("status", status.phase().word());
    json.writeStringField("since", Json.instant(status.since()));
    if (status.warmingSince() != null) {
      json.writeStringField("warmingSince", Json.instant(status.warmingSince()));
    }
    if (status.warmAfter() != null) {
      json.writeStringField("warmAfter", Json.duration(status.warmAfter()));
    }
    if (status.reason() != null) {
      json.writeStringField("reason", status.reason());
    }
    json.writeObjectFieldStart("functions");
    for (Map.Entry<String, Instances> function : status.functions().entrySet()) {
      json.writeObjectFieldStart(function.getKey());
      json.writeNumberField("wanted", function.getValue().wanted());
      json.writeNumberField("granted", function.getValue().granted());
      json.writeNumberField("warm", function.getValue().warm());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /**
   * The window that {@link #encode} made these bytes of.
   *
   * @throws dev.oncue.json.MalformedException when they are something else
   */
  public static Window decode(byte[] bytes) {
    Fields fields = Fields.parseKept(bytes);
    fields.require("opensAt", "closesAt", "expectedViewers");
    StreamId stream = new StreamId(fields.name("tenant"), fields.name("stream"));
    Origin origin =
        Origin.of(fields.string("origin"))
            .orElseThrow(() -> fields.malformed("origin", "must be announced or poll"));
    return new Window(
        new WindowId(stream, origin, fields.name("window")),
        fields.instant("opensAt"),
        fields.instant("closesAt"),
        fields.integer("expectedViewers", 0, Window.MAX_EXPECTED_VIEWERS),
        fields.optionalDuration("lead", Duration.ZERO, Window.MAX_LEAD),
        fields.bool("cancelled", false),
        status(fields));
  }

  private static WindowStatus status(Fields fields) {
    fields.require("since");
    Phase phase =
        Phase.of(fields.string("status"))
            .orElseThrow(() -> fields.malformed("status", "must be the word of a phase"));
    return new WindowStatus(
        phase,
        fields.instant("since"),
        fields.optionalInstant("warmingSince"),
        fields.optionalDuration("warmAfter", Duration.ZERO, MAX_WARM_AFTER),
        fields.has("reason") ? fields.string("reason") : null,
        functions(fields.object("functions")));
  }

  private static Map<String, Instances> functions(Fields fields) {
    Map<String, Instances> functions = new TreeMap<>();
    for (String name : fields.names()) {
      functions.put(name, instances(fields.object(name)));
    }
    return functions;
  }

  private static Instances instances(Fields fields) {
    fields.require("wanted", "granted", "warm");
    return new Instances(
        fields.integer("wanted", 0, Integer.MAX_VALUE),
        fields.integer("granted", 0, Integer.MAX_VALUE),
        fields.integer("warm", 0, Integer.MAX_VALUE));
  }
}
