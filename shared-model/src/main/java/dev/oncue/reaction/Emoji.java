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
  private static final String EMOJI_PRESENTATION = "\uFE0F";
  private static final int MAX_CHARS = 32;

  /**
   * The emoji that {@code text} is. A single symbol whose emoji presentation selector was left out,
   * as some keyboards do, is taken for the emoji.
   */
  public static Optional<Emoji> of(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    if (isRecommended(text)) {
      return Optional.of(new Emoji(text));
    }
    String qualified = text + EMOJI_PRESENTATION;
    return isRecommended(qualified) ? Optional.of(new Emoji(qualified)) : Optional.empty();
  }

  private static boolean isRecommended(String text) {
    return UCharacter.hasBinaryProperty(text, UProperty.RGI_EMOJI);
  }
}
