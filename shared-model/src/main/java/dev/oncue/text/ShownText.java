package dev.oncue.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import dev.oncue.json.MalformedException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The rule for a text that all viewers are shown: there is something to see, and it changes the
 * direction of no text beside it (UAX #9). What scripts need is kept: joiners, variation selectors,
 * combining marks, and marks of direction such as U+200F.
 */
public final class ShownText {
  /** What is neither white space nor ignorable for Unicode, and shows nothing either. */
  private static final String BLANKS = "\u2800\uD834\uDD59\uD80D\uDC41\uD80D\uDC42";

  private static final int POP_EMBEDDING = 0x202C;
  private static final int POP_ISOLATE = 0x2069;

  private ShownText() {}

  /**
   * Passes a text that follows the rule.
   *
   * @param field what it stands in, for the error message
   */
  public static void require(String field, String text) {
    if (text.codePoints().noneMatch(ShownText::isVisible)) {
      throw new MalformedException(field, "must have a character that can be seen");
    }
    if (text.codePoints().anyMatch(ShownText::isOverride)) {
      throw new MalformedException(
          field, "must not override the direction of characters (U+202D, U+202E)");
    }
    if (!isBalanced(text)) {
      throw new MalformedException(
          field, "must end each direction that it begins (U+202A-U+202C, U+2066-U+2069)");
    }
  }

  /** Whether a character alone makes a mark on the screen. */
  private static boolean isVisible(int codePoint) {
    return !isBlank(codePoint)
        && !isIgnorable(codePoint)
        && switch (UCharacter.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.SURROGATE ->
              false;
          default -> true;
        };
  }

  /** Whether a character shows space, or what looks like it. */
  static boolean isBlank(int codePoint) {
    return UCharacter.hasBinaryProperty(codePoint, UProperty.WHITE_SPACE)
        || BLANKS.indexOf(codePoint) >= 0;
  }

  /** Whether a character is for programs alone, such as a zero-width space or a Hangul filler. */
  static boolean isIgnorable(int codePoint) {
    return UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }

  private static boolean isOverride(int codePoint) {
    return codePoint == 0x202D || codePoint == 0x202E;
  }

  private static boolean isBalanced(String text) {
    Deque<Integer> ends = new ArrayDeque<>();
    for (int at = 0; at < text.length(); at++) {
      int next = text.charAt(at);
      switch (next) {
        case 0x202A, 0x202B -> ends.push(POP_EMBEDDING);
        case 0x2066, 0x2067, 0x2068 -> ends.push(POP_ISOLATE);
        case POP_EMBEDDING, POP_ISOLATE -> {
          if (ends.isEmpty() || ends.pop() != next) {
            return false;
          }
        }
        default -> {}
      }
    }
    return ends.isEmpty();
  }
}
