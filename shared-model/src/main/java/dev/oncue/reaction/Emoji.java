package dev.oncue.reaction;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.Optional;

/**
 * One emoji: a grapheme cluster that Unicode recommends for interchange (RGI_Emoji, UTS #51).
 *
 * @param text the fully qualified sequence
 */
public record Emoji(String text) {
  /** No emoji is longer, in UTF-16 code units. */
  public static final int MAX_CHARS = 32;

  private static final int EMOJI_PRESENTATION = 0xFE0F;

  /**
   * The emoji that {@code text} is. Where presentation selectors were left out, as some keyboards
   * do, it is taken for the fully qualified emoji.
   */
  public static Optional<Emoji> of(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    if (isRecommended(text)) {
      return Optional.of(new Emoji(text));
    }
    String qualified = qualified(text);
    return isRecommended(qualified) ? Optional.of(new Emoji(qualified)) : Optional.empty();
  }

  private static String qualified(String text) {
    StringBuilder qualified = new StringBuilder(MAX_CHARS);
    for (int at = 0; at < text.length(); ) {
      int symbol = text.codePointAt(at);
      at += Character.charCount(symbol);
      qualified.appendCodePoint(symbol);
      int next = at < text.length() ? text.codePointAt(at) : -1;
      if (looksLikeText(symbol) && next != EMOJI_PRESENTATION && !isModifier(next)) {
        qualified.appendCodePoint(EMOJI_PRESENTATION);
      }
    }
    return qualified.toString();
  }

  /** Whether a symbol is shown as text unless told otherwise. */
  private static boolean looksLikeText(int symbol) {
    return UCharacter.hasBinaryProperty(symbol, UProperty.EMOJI)
        && !UCharacter.hasBinaryProperty(symbol, UProperty.EMOJI_PRESENTATION);
  }

  private static boolean isModifier(int symbol) {
    return symbol >= 0 && UCharacter.hasBinaryProperty(symbol, UProperty.EMOJI_MODIFIER);
  }

  private static boolean isRecommended(String text) {
    return UCharacter.hasBinaryProperty(text, UProperty.RGI_EMOJI);
  }
}
