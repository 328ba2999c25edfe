package dev.oncue.http.cloudevent;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/**
 * Which media types an event and its data may have: JSON, in any case of letters. A {@code charset}
 * means nothing for JSON, which is UTF-8 (RFC 8259, sections 8.1 and 11).
 */
final class MediaTypes {
  private static final String EVENT = "application/cloudevents";

  private MediaTypes() {}

  /** Whether a request with this Content-Type is an event as a document, or several of them. */
  static boolean isEvent(String contentType) {
    return contentType.regionMatches(true, 0, EVENT, 0, EVENT.length());
  }

  /**
   * Passes the media type of one event as JSON.
   *
   * @throws ProblemException unsupported media type
   */
  static void requireJsonEvent(String contentType) {
    if (contentType.regionMatches(true, 0, EVENT + "-batch", 0, EVENT.length() + 6)) {
      throw Problem.UNSUPPORTED_MEDIA_TYPE.with(
          "Content-Type: a batch is not taken; send each event by itself");
    }
    if (!subtype("Content-Type", contentType).equals("cloudevents+json")) {
      throw Problem.UNSUPPORTED_MEDIA_TYPE.with(
          "Content-Type: must be application/cloudevents+json, or that of the data beside ce-"
              + " headers");
    }
  }

  /**
   * Passes the media type of JSON (CloudEvents 1.0.2, JSON format, section 3.1.1).
   *
   * @param name what it stands in, for the error message
   * @throws ProblemException unsupported media type
   */
  static void requireJson(String name, String contentType) {
    String subtype = subtype(name, contentType);
    if (!subtype.equals("json") && !subtype.endsWith("+json")) {
      throw notJson(name);
    }
  }

  private static String subtype(String name, String contentType) {
    try {
      return MediaType.valueOf(contentType).getSubtype().strip().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw notJson(name);
    }
  }

  private static ProblemException notJson(String name) {
    return Problem.UNSUPPORTED_MEDIA_TYPE.with(
        name + ": must be application/json, or end in +json");
  }
}
