package dev.oncue.text;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.SpoofChecker;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a text looks like, to find two that viewers cannot tell apart: they are the same but for
 * characters that show nothing, for white space, or for characters that Unicode calls confusable
 * (UTS #39), such as the Latin and the Cyrillic a.
 *
 * <p>Characters of one script that people write with are different, even where a font draws them
 * alike: 0 and O, l and I, rn and m. Who reads that script tells "modern" from "modem".
 */
public final class Look {
  private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();

  /** The flags of England, Scotland and Wales differ in characters that show nothing alone. */
  private static final Pattern FLAG_TAGS =
      Pattern.compile("\\x{1F3F4}[\\x{E0020}-\\x{E007E}]+\\x{E007F}");

  private static final int TAGS = 0xE0000;
  private static final int PRIVATE_USE = 0xF0000;

  private final String cleaned;
  private final String skeleton;

  private Look(String cleaned) {
    this.cleaned = cleaned;
    this.skeleton = CHECKER.getSkeleton(cleaned);
  }

  /** The look of a text. */
  public static Look of(String text) {
    StringBuilder cleaned = new StringBuilder(text.length());
    keepFlags(text)
        .codePoints()
        .filter(codePoint -> !ShownText.isIgnorable(codePoint))
        .forEach(codePoint -> append(cleaned, codePoint));
    return new Look(Normalizer.normalize(cleaned.toString().strip(), Normalizer.Form.NFC));
  }

  private static String keepFlags(String text) {
    return FLAG_TAGS
        .matcher(text)
        .replaceAll(
            flag ->
                flag.group()
                    .codePoints()
                    .map(part -> part < TAGS ? part : part - TAGS + PRIVATE_USE)
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }

  private static void append(StringBuilder cleaned, int codePoint) {
    if (!ShownText.isBlank(codePoint)) {
      cleaned.appendCodePoint(codePoint);
    } else if (!cleaned.isEmpty() && cleaned.charAt(cleaned.length() - 1) != ' ') {
      cleaned.append(' ');
    }
  }

  /** Whether viewers cannot tell the two texts apart. */
  public boolean isLike(Look other) {
    return cleaned.equals(other.cleaned)
        || skeleton.equals(other.skeleton) && !differsWithinOneScript(other);
  }

  private boolean differsWithinOneScript(Look other) {
    int[] mine = cleaned.codePoints().toArray();
    int[] theirs = other.cleaned.codePoints().toArray();
    int shorter = Math.min(mine.length, theirs.length);
    int start = 0;
    while (start < shorter && mine[start] == theirs[start]) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && mine[mine.length - 1 - end] == theirs[theirs.length - 1 - end]) {
      end++;
    }
    return isOfOneScript(
        IntStream.concat(
                IntStream.range(start, mine.length - end).map(at -> mine[at]),
                IntStream.range(start, theirs.length - end).map(at -> theirs[at]))
            .toArray());
  }

  /** Whether people write one script with these characters. ASCII counts as Latin. */
  private static boolean isOfOneScript(int[] codePoints) {
    Set<Integer> scripts = new HashSet<>();
    for (int codePoint : codePoints) {
      if (!SpoofChecker.RECOMMENDED.contains(codePoint)) {
        return false;
      }
      scripts.add(codePoint <= '~' ? UScript.LATIN : UScript.getScript(codePoint));
    }
    return scripts.size() <= 1;
  }
}
