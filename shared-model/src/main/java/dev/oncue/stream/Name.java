package dev.oncue.stream;

import org.jspecify.annotations.Nullable;

/**
 * The rule for every name a client chooses: streams, polls, options and tenants. Viewers have a
 * rule of their own, {@link dev.oncue.viewer.ViewerId}.
 *
 * <p>A name has 1 to {@value #MAX_LENGTH} characters of {@code [A-Za-z0-9._:@-]}, so that it can
 * stand in a path, a header and a log line without quoting. It is not {@code .} or {@code ..}: in a
 * path these are no names, and a client or a proxy takes them out (RFC 3986, section 5.2.4).
 */
public final class Name {
  /** The longest name, in characters. */
  public static final int MAX_LENGTH = 128;

  /** The rule in words, for error messages. */
  public static final String RULE =
      "must be 1-128 characters of A-Z a-z 0-9 . _ : @ -, and not . or ..";

  private Name() {}

  /** Whether {@code text} is a name; {@code null} is none. */
  public static boolean isValid(@Nullable String text) {
    return isReadable(text) && !".".equals(text) && !"..".equals(text);
  }

  /**
   * Whether {@code text} may be a name in what a grid keeps: earlier engines also took {@code .}
   * and {@code ..}.
   */
  public static boolean isReadable(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!allowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == ':'
        || c == '@'
        || c == '-';
  }
}
