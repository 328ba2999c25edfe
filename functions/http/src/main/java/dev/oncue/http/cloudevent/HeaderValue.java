package dev.oncue.http.cloudevent;

import dev.oncue.json.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The text that the value of a {@code ce-} header stands for (CloudEvents 1.0.2, HTTP binding,
 * section 3.1.3.2): a quoted string is unquoted, then escapes such as {@code %E2%82%AC} are decoded
 * once.
 */
final class HeaderValue {
  private final String header;

  private HeaderValue(String header) {
    this.header = header;
  }

  /**
   * Decodes a value.
   *
   * @param header its name, for the error message
   * @throws MalformedException when it is not ASCII, an unfinished quoted string, or has escapes
   *     that are none or no UTF-8
   */
  static String decode(String header, String value) {
    HeaderValue reader = new HeaderValue(header);
    return reader.unescaped(value.startsWith("\"") ? reader.unquoted(value) : value);
  }

  /** RFC 7230, section 3.2.6. */
  private String unquoted(String value) {
    StringBuilder text = new StringBuilder(value.length());
    int at = 1;
    while (at < value.length() && value.charAt(at) != '"') {
      if (value.charAt(at) == '\\') {
        at++;
      }
      if (at < value.length()) {
        text.append(value.charAt(at));
      }
      at++;
    }
    if (at != value.length() - 1) {
      throw new MalformedException(header, "must be one whole quoted string, or begin otherwise");
    }
    return text.toString();
  }

  private String unescaped(String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    for (int at = 0; at < value.length(); at++) {
      char next = value.charAt(at);
      if (next > '~') {
        throw new MalformedException(
            header, "must be ASCII; other characters are percent-encoded as UTF-8");
      }
      if (next == '%') {
        bytes.write(escape(value, at));
        at += 2;
      } else {
        bytes.write(next);
      }
    }
    return utf8(bytes.toByteArray());
  }

  private int escape(String value, int at) {
    int high = at + 2 < value.length() ? hex(value.charAt(at + 1)) : -1;
    int low = at + 2 < value.length() ? hex(value.charAt(at + 2)) : -1;
    if (high < 0 || low < 0) {
      throw new MalformedException(
          header, "must have two hexadecimal digits after %; a percent sign itself is %25");
    }
    return high << 4 | low;
  }

  /** The value of an ASCII digit; {@link Character#digit} takes others as well. */
  private static int hex(char digit) {
    return digit > '~' ? -1 : Character.digit(digit, 16);
  }

  private String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(header, "must have escapes that are UTF-8");
    }
  }
}
