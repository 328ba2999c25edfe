package dev.oncue.http.cloudevent;

import dev.oncue.http.problem.ProblemException;
import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import io.vertx.core.MultiMap;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event that decide what is done with it, and its data: the HTTP binding and
 * the JSON format of CloudEvents 1.0.2.
 *
 * @param id unique for the source
 * @param source who made the event
 * @param type what it is
 * @param token its producer's token, or {@code null}
 * @param data its data, a JSON object
 */
record CloudEventEnvelope(
    String id, String source, String type, @Nullable String token, Fields data) {
  private static final String HEADER = "ce-";
  private static final String DATA = "data";
  private static final String DATA_BASE64 = "data_base64";
  private static final String DATA_CONTENT_TYPE = "datacontenttype";

  /**
   * The extension attribute that carries a token. A Knative Broker passes no {@code Authorization}
   * header on to the Triggers' subscribers, but all attributes of the event.
   */
  private static final String TOKEN = "oncuetoken";

  /** What must be a string; an extension may be a number or a boolean as well. */
  private static final Set<String> TEXTS =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "subject",
          "time",
          "dataschema",
          DATA_CONTENT_TYPE,
          TOKEN);

  /** What {@code curl -d} calls a body of which it was told nothing. */
  private static final String UNTOLD = "application/x-www-form-urlencoded";

  /**
   * An event in the mode that the content type says.
   *
   * @throws MalformedException when it breaks a rule
   * @throws ProblemException when it or its data has a media type that is not taken
   */
  static CloudEventEnvelope read(@Nullable String contentType, MultiMap headers, byte[] body) {
    return contentType != null && MediaTypes.isEvent(contentType)
        ? structured(contentType, body)
        : binary(contentType, headers, body);
  }

  /** An event whose attributes are headers and whose data is the body. */
  static CloudEventEnvelope binary(@Nullable String contentType, MultiMap headers, byte[] body) {
    Attributes attributes = new Attributes(HEADER);
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(HEADER)) {
        attributes.add(
            name.substring(HEADER.length()), HeaderValue.decode(name, header.getValue()));
      }
    }
    if (attributes.get(DATA_CONTENT_TYPE) != null) {
      throw new MalformedException(HEADER + DATA_CONTENT_TYPE, "must be Content-Type instead");
    }
    attributes.require();
    if (contentType != null && !contentType.startsWith(UNTOLD)) {
      MediaTypes.requireJson("Content-Type", contentType);
    }
    return of(attributes, Fields.parse(body));
  }

  /** An event that is one JSON document. */
  static CloudEventEnvelope structured(String contentType, byte[] body) {
    MediaTypes.requireJsonEvent(contentType);
    Fields event = Fields.parse(body);
    Attributes attributes = new Attributes("");
    for (String name : event.names()) {
      if (!List.of(DATA, DATA_BASE64).contains(name)) {
        attributes.requireName(name);
        if (event.has(name)) {
          attributes.add(name, TEXTS.contains(name) ? event.string(name) : event.scalar(name));
        }
      }
    }
    attributes.require();
    String dataContentType = attributes.get(DATA_CONTENT_TYPE);
    if (dataContentType != null) {
      MediaTypes.requireJson(DATA_CONTENT_TYPE, dataContentType);
    }
    return of(attributes, data(event));
  }

  private static Fields data(Fields event) {
    if (!event.has(DATA_BASE64)) {
      return event.object(DATA);
    }
    if (event.has(DATA)) {
      throw new MalformedException(DATA_BASE64, "must not stand beside data");
    }
    return Fields.parse(base64(event.string(DATA_BASE64)), DATA_BASE64);
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(DATA_BASE64, "must be Base64 (RFC 4648, section 4)");
    }
  }

  private static CloudEventEnvelope of(Attributes attributes, Fields data) {
    return new CloudEventEnvelope(
        attributes.required("id"),
        attributes.required("source"),
        attributes.required("type"),
        attributes.get(TOKEN),
        data);
  }
}
