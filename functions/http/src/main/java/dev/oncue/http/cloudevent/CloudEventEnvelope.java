package dev.oncue.http.cloudevent;

import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import io.vertx.core.MultiMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event that decide what is done with it, and its data (CloudEvents 1.0).
 *
 * @param id unique for the source
 * @param source who made the event
 * @param type what it is
 * @param token its producer's token, or {@code null}
 * @param data its data, a JSON object
 */
record CloudEventEnvelope(
    String id, String source, String type, @Nullable String token, Fields data) {
  /**
   * The extension attribute that carries a token. A Knative Broker passes no {@code Authorization}
   * header on to the Triggers' subscribers, but all attributes of the event.
   */
  private static final String TOKEN = "oncuetoken";

  private static final int MAX_ATTRIBUTE = 512;

  /** An event in the mode that the content type says. */
  static CloudEventEnvelope read(MultiMap headers, byte[] body) {
    String contentType = headers.get("Content-Type");
    return contentType != null && contentType.startsWith("application/cloudevents")
        ? structured(contentType, body)
        : binary(headers, body);
  }

  /** An event whose attributes are headers and whose data is the body. */
  static CloudEventEnvelope binary(MultiMap headers, byte[] body) {
    requireVersion(header(headers, "ce-specversion"));
    String id = header(headers, "ce-id");
    String source = header(headers, "ce-source");
    String type = header(headers, "ce-type");
    requireJson("Content-Type", headers.get("Content-Type"));
    return new CloudEventEnvelope(id, source, type, headers.get("ce-" + TOKEN), Fields.parse(body));
  }

  private static String header(MultiMap headers, String name) {
    return attribute(name, headers.get(name));
  }

  /** An event that is one JSON document. */
  static CloudEventEnvelope structured(String contentType, byte[] body) {
    if (!mediaType(contentType).equals("application/cloudevents+json")) {
      throw new MalformedException(
          "Content-Type", "must be application/cloudevents+json (no batches, no other formats)");
    }
    Fields event = Fields.parse(body);
    requireVersion(attribute("specversion", event.string("specversion")));
    String id = attribute("id", event.string("id"));
    String source = attribute("source", event.string("source"));
    String type = attribute("type", event.string("type"));
    if (event.has("datacontenttype")) {
      requireJson("datacontenttype", event.string("datacontenttype"));
    }
    String token = event.has(TOKEN) ? event.string(TOKEN) : null;
    return new CloudEventEnvelope(id, source, type, token, event.object("data"));
  }

  private static String attribute(String name, @Nullable String value) {
    if (value == null) {
      throw new MalformedException(name, "is missing");
    }
    if (value.isBlank()
        || value.length() > MAX_ATTRIBUTE
        || value.codePoints().anyMatch(CloudEventEnvelope::isForbidden)) {
      throw new MalformedException(name, "must be 1-" + MAX_ATTRIBUTE + " printable characters");
    }
    return value;
  }

  /** Control characters and unpaired surrogates (CloudEvents 1.0, "String"). */
  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static void requireVersion(String version) {
    if (!version.equals("1.0")) {
      throw new MalformedException("specversion", "must be 1.0");
    }
  }

  private static void requireJson(String name, String contentType) {
    if (contentType == null || !mediaType(contentType).equals("application/json")) {
      throw new MalformedException(name, "must be application/json");
    }
  }

  private static String mediaType(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
