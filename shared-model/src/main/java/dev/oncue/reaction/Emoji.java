package dev.oncue.reaction;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.Optional;

/**
 * One emoji: a grapheme cluster that Unicode recommends for interchange (RGI_Emoji, UTS #51), or
 * one that a later Unicode will recommend: a character that is set aside for pictographs
 * (Extended_Pictographic, and not assigned yet), with or without a skin tone.
 *
 * <p>There are some thousand of them, and no more: sequences that nobody recommends are no emoji.
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
    if (isSetAside(text.codePointAt(0))) {
      return future(text);
    }
    String qualified = qualified(text);
    return isRecommended(qualified) ? Optional.of(new Emoji(qualified)) : Optional.empty();
  }

  /** An emoji of a later Unicode: one that is shown as a picture needs no selector. */
  private static Optional<Emoji> future(String text) {
    int[] codePoints = text.codePoints().toArray();
    if (codePoints.length == 1) {
      return Optional.of(new Emoji(text));
    }
    if (codePoints.length == 2 && codePoints[1] == EMOJI_PRESENTATION) {
      return Optional.of(new Emoji(Character.toString(codePoints[0])));
    }
    return codePoints.length == 2 && isModifier(codePoints[1])
        ? Optional.of(new Emoji(text))
        : Optional.empty();
  }

  private static boolean isSetAside(int symbol) {
    return UCharacter.hasBinaryProperty(symbol, UProperty.EXTENDED_PICTOGRAPHIC)
        && !UCharacter.isDefined(symbol);
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
