package dev.oncue.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.stream.Name;
import dev.oncue.viewer.ViewerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read by rule. Every method throws {@link MalformedException} with
 * the field's path and the rule it breaks. A field that is {@code null} counts as absent; unknown
 * fields are passed over, so that clients may be newer than the engine.
 */
public final class Fields {
  private static final String BODY = "body";

  private final JsonNode object;
  private final String path;
  private final boolean kept;

  private Fields(JsonNode object, String path, boolean kept) {
    this.object = object;
    this.path = path;
    this.kept = kept;
  }

  /** Reads the one JSON object that {@code body} (UTF-8) consists of. */
  public static Fields parse(byte @Nullable [] body) {
    return new Fields(object(body, BODY), "", false);
  }

  /** Reads what a grid keeps: its names may be those of {@link Name#isReadable}. */
  public static Fields parseKept(byte @Nullable [] bytes) {
    return new Fields(object(bytes, BODY), "", true);
  }

  /**
   * Reads the one JSON object that {@code document} (UTF-8) consists of.
   *
   * @param field what the document stands in, for error messages
   */
  public static Fields parse(byte[] document, String field) {
    return new Fields(object(document, field), field + '.', false);
  }

  private static JsonNode object(byte @Nullable [] document, String field) {
    if (document == null || document.length == 0) {
      throw new MalformedException(field, "must be a JSON object, but is empty");
    }
    try {
      Json.requireUtf8(document);
      return object(Json.tree(document), field);
    } catch (JsonProcessingException e) {
      throw new MalformedException(field, "must be one JSON object in UTF-8: " + where(e));
    } catch (IOException e) {
      // CharConversionException: bytes that are not UTF-8.
      throw new MalformedException(field, "must be one JSON object in UTF-8, without NUL");
    } catch (UncheckedIOException e) {
      throw new MalformedException(field, "must be one JSON object in UTF-8");
    }
  }

  /** The fields of a value that was parsed already. */
  public static Fields of(@Nullable JsonNode value) {
    return new Fields(object(value, BODY), "", false);
  }

  private static JsonNode object(@Nullable JsonNode value, String field) {
    if (value == null || !value.isObject()) {
      throw new MalformedException(field, "must be a JSON object");
    }
    return value;
  }

  private static String where(JsonProcessingException e) {
    var location = e.getLocation();
    return location == null
        ? "unreadable"
        : "unreadable at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** Whether the field is there and not {@code null}. */
  public boolean has(String field) {
    return object.hasNonNull(field);
  }

  /** The names of all fields, in their order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Passes when all these fields are there, whatever they hold. */
  public void require(String... fields) {
    for (String field : fields) {
      required(field);
    }
  }

  /** The object in a field, which must be there. */
  public Fields object(String field) {
    JsonNode value = required(field);
    if (!value.isObject()) {
      throw malformed(field, "must be an object");
    }
    return new Fields(value, path + field + '.', kept);
  }

  /** A {@link Name} in a field, which must be there. */
  public String name(String field) {
    String text = string(field);
    return kept && Name.isReadable(text) ? text : requireName(path + field, text);
  }

  /**
   * Returns a text if it is a {@link Name}.
   *
   * @param field what it stands in, for the error message
   */
  public static String requireName(String field, String text) {
    if (!Name.isValid(text)) {
      throw new MalformedException(field, Name.RULE);
    }
    return text;
  }

  /** A {@link ViewerId} in a field, which must be there. */
  public String viewer(String field) {
    String text = string(field);
    if (!ViewerId.isValid(text)) {
      throw malformed(field, ViewerId.RULE);
    }
    return text;
  }

  /** A text of 1 to {@code max} characters (code points) that a person can read. */
  public String text(String field, int max) {
    String text = string(field);
    if (text.isBlank() || text.codePointCount(0, text.length()) > max) {
      throw malformed(field, "must be 1-" + max + " characters and not blank");
    }
    if (text.codePoints().anyMatch(Fields::unprintable)) {
      throw malformed(field, "must have no control characters and no unpaired surrogates");
    }
    return text;
  }

  /** The string in a field, which must be there; it may be empty. */
  public String string(String field) {
    JsonNode value = required(field);
    if (!value.isTextual()) {
      throw malformed(field, "must be a string");
    }
    return value.textValue();
  }

  /** A string, a boolean or a whole number of 32 bits in a field, which must be there, as text. */
  public String scalar(String field) {
    JsonNode value = required(field);
    boolean whole = value.isIntegralNumber() && value.canConvertToInt();
    if (!value.isTextual() && !value.isBoolean() && !whole) {
      throw malformed(field, "must be a string, a boolean or a whole number of 32 bits");
    }
    return value.asText();
  }

  /** A whole number from {@code min} to {@code max}, or {@code fallback} when absent. */
  public int integer(String field, int min, int max, int fallback) {
    return has(field) ? integer(field, min, max) : fallback;
  }

  /** A whole number from {@code min} to {@code max}, or {@code null} when absent. */
  public @Nullable Integer optionalInteger(String field, int min, int max) {
    return has(field) ? integer(field, min, max) : null;
  }

  /** A whole number from {@code min} to {@code max} in a field, which must be there. */
  public int integer(String field, int min, int max) {
    JsonNode value = required(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < min
        || value.intValue() > max) {
      throw malformed(field, "must be a whole number from " + min + " to " + max);
    }
    return value.intValue();
  }

  /** A boolean, or {@code fallback} when absent. */
  public boolean bool(String field, boolean fallback) {
    if (!has(field)) {
      return fallback;
    }
    JsonNode value = object.get(field);
    if (!value.isBoolean()) {
      throw malformed(field, "must be true or false");
    }
    return value.booleanValue();
  }

  /** An {@link #instant}, or {@code null} when absent. */
  public @Nullable Instant optionalInstant(String field) {
    return has(field) ? instant(field) : null;
  }

  /**
   * An RFC 3339 instant in a field, which must be there, cut to milliseconds. A leap second is read
   * as the second that follows it.
   */
  public Instant instant(String field) {
    try {
      return Rfc3339.parse(string(field));
    } catch (DateTimeException e) {
      throw malformed(field, String.valueOf(e.getMessage()));
    }
  }

  /** A {@link #duration(String, Duration, Duration)}, or {@code fallback} when absent. */
  public Duration duration(String field, Duration min, Duration max, Duration fallback) {
    return has(field) ? duration(field, min, max) : fallback;
  }

  /** A {@link #duration(String, Duration, Duration)}, or {@code null} when absent. */
  public @Nullable Duration optionalDuration(String field, Duration min, Duration max) {
    return has(field) ? duration(field, min, max) : null;
  }

  /**
   * An ISO 8601 duration in a field, which must be there, cut to milliseconds.
   *
   * @param min the shortest that is allowed
   * @param max the longest that is allowed
   */
  public Duration duration(String field, Duration min, Duration max) {
    Duration duration = parsed(field, string(field));
    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      throw malformed(field, "must be from " + min + " to " + max);
    }
    return duration.truncatedTo(ChronoUnit.MILLIS);
  }

  private Duration parsed(String field, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw malformed(field, "must be an ISO 8601 duration such as PT20S");
    }
  }

  /** The objects of an array of {@code min} to {@code max} elements, which must be there. */
  public List<Fields> objects(String field, int min, int max) {
    List<Fields> elements = new ArrayList<>();
    for (JsonNode element : array(field, min, max)) {
      elements.add(element(element, path + field + '[' + elements.size() + ']'));
    }
    return elements;
  }

  /**
   * The elements of an array of {@code min} to {@code max}, which must be there, each read by
   * itself: one that is malformed does not make the others so.
   *
   * @param read reads the fields of an element
   * @param malformed makes a result of what an element is malformed by
   */
  public <T> List<T> each(
      String field,
      int min,
      int max,
      Function<Fields, T> read,
      Function<MalformedException, T> malformed) {
    List<T> elements = new ArrayList<>();
    for (JsonNode element : array(field, min, max)) {
      String at = path + field + '[' + elements.size() + ']';
      try {
        elements.add(read.apply(element(element, at)));
      } catch (MalformedException e) {
        elements.add(malformed.apply(e));
      }
    }
    return elements;
  }

  private Fields element(JsonNode element, String at) {
    if (!element.isObject()) {
      throw new MalformedException(at, "must be an object");
    }
    return new Fields(element, at + '.', kept);
  }

  /** The names of an array of {@code min} to {@code max} different ones, which must be there. */
  public List<String> names(String field, int min, int max) {
    List<String> names = new ArrayList<>();
    for (JsonNode element : array(field, min, max)) {
      if (!element.isTextual() || !Name.isValid(element.textValue())) {
        throw new MalformedException(path + field + '[' + names.size() + ']', Name.RULE);
      }
      if (names.contains(element.textValue())) {
        throw malformed(field, "names " + element.textValue() + " twice");
      }
      names.add(element.textValue());
    }
    return names;
  }

  private JsonNode array(String field, int min, int max) {
    JsonNode value = required(field);
    if (!value.isArray() || value.size() < min || value.size() > max) {
      throw malformed(field, "must be an array of " + min + " to " + max + " elements");
    }
    return value;
  }

  private JsonNode required(String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      throw malformed(field, "is missing");
    }
    return value;
  }

  /** The error for a field of this object. */
  public MalformedException malformed(String field, String rule) {
    return new MalformedException(path + field, rule);
  }

  private static boolean unprintable(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
