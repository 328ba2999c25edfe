package dev.oncue.reaction;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each emoji was sent to a stream, in the order in which they first came. Immutable. As
 * text, which is how grids keep it: a line for each, of the emoji, a space and the count.
 *
 * @param counts by emoji; each at least 1
 */
public record ReactionTotals(Map<String, Long> counts) {
  /** Nobody changes the map of another. */
  public ReactionTotals {
    counts = Collections.unmodifiableMap(counts);
  }

  /** The totals that {@link #text} made this of; {@code null}: nothing was sent. */
  public static ReactionTotals parse(String text) {
    Map<String, Long> counts = new LinkedHashMap<>();
    (text == null ? "" : text)
        .lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              counts.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
            });
    return new ReactionTotals(counts);
  }

  /** These totals and one emoji more. */
  public ReactionTotals and(String emoji) {
    Map<String, Long> more = new LinkedHashMap<>(counts);
    more.merge(emoji, 1L, Long::sum);
    return new ReactionTotals(more);
  }

  /** The totals as text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    counts.forEach((emoji, count) -> text.append(emoji).append(' ').append(count).append('\n'));
    return text.toString();
  }
}
