package dev.oncue.viewer;

import org.jspecify.annotations.Nullable;

/**
 * The rule for a viewer's id, which identity providers choose, and not we: any text of 1 to {@value
 * #MAX_BYTES} bytes of UTF-8. Ids are compared byte by byte, without any normalization. An id may
 * hold slashes, spaces and line breaks, so it never stands in a path, a header or a log line as it
 * is.
 */
public final class ViewerId {
  /** The longest id, in bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  /** The rule in words, for error messages. */
  public static final String RULE = "must be text of 1-255 bytes of UTF-8";

  private ViewerId() {}

  /**
   * Whether {@code text} is an id; {@code null} is none, and neither is text with an unpaired
   * surrogate, which has no bytes of UTF-8.
   */
  public static boolean isValid(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_BYTES) {
      return false;
    }
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      if (Character.getType(codePoint) == Character.SURROGATE) {
        return false;
      }
      at += Character.charCount(codePoint);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
    return bytes <= MAX_BYTES;
  }
}
