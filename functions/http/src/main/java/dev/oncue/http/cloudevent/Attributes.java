package dev.oncue.http.cloudevent;

import dev.oncue.json.MalformedException;
import dev.oncue.json.Rfc3339;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The context attributes of one event, checked by the rules of CloudEvents 1.0.2. Not thread-safe.
 */
final class Attributes {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

  /** The longest id, source and type, in UTF-16 code units. */
  private static final int MAX_LENGTH = 512;

  private final Map<String, String> values = new HashMap<>();
  private final String prefix;

  /**
   * @param prefix stands before each name in error messages
   */
  Attributes(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Adds an attribute.
   *
   * @throws MalformedException when its name is none or its value no text
   */
  void add(String name, String value) {
    requireName(name);
    if (value.codePoints().anyMatch(Attributes::isForbidden)) {
      throw malformed(
          name, "must have no control characters, no unpaired surrogates and no noncharacters");
    }
    values.put(name, value);
  }

  /** Passes the name of an attribute. */
  void requireName(String name) {
    if (!NAME.matcher(name).matches() || name.equals("data")) {
      throw malformed(
          name, "is no name of an attribute; these have lower-case letters and digits alone");
    }
    if (values.containsKey(name)) {
      throw malformed(name, "must stand once");
    }
  }

  /** The value of an attribute; {@code null}: the event has none. */
  @Nullable String get(String name) {
    return values.get(name);
  }

  /** The value of an attribute that an event must have. */
  String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw malformed(name, "is missing");
    }
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw malformed(name, "must have 1-" + MAX_LENGTH + " characters");
    }
    return value;
  }

  /**
   * Passes an event whose attributes have their types.
   *
   * @throws MalformedException naming the first that does not
   */
  void require() {
    if (!required("specversion").equals("1.0")) {
      throw malformed("specversion", "must be 1.0");
    }
    required("id");
    required("type");
    uri("source", required("source"));
    String schema = values.get("dataschema");
    if (schema != null && !uri("dataschema", schema).isAbsolute()) {
      throw malformed("dataschema", "must be an absolute URI (RFC 3986)");
    }
    if ("".equals(values.get("subject"))) {
      throw malformed("subject", "must not be empty");
    }
    requireTime(values.get("time"));
  }

  private URI uri(String name, String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw malformed(name, "must be a URI (RFC 3986)");
    }
  }

  private void requireTime(@Nullable String time) {
    try {
      if (time != null) {
        Rfc3339.parse(time);
      }
    } catch (DateTimeException e) {
      throw malformed("time", String.valueOf(e.getMessage()));
    }
  }

  private MalformedException malformed(String name, String rule) {
    return new MalformedException(prefix + name, rule);
  }

  /** CloudEvents 1.0.2, section 2.3, "String". */
  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || (codePoint & 0xFFFE) == 0xFFFE
        || codePoint >= 0xFDD0 && codePoint <= 0xFDEF;
  }
}
