package dev.oncue.live;

import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionMark;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reactions that subscribers know of, and how far they have been read. What is behind that, in
 * all or in part, takes nothing back and is not published twice. Confined to its feed.
 */
final class ReactionCounts {
  private final Map<String, Long> known = new HashMap<>();
  private ReactionMark mark = ReactionMark.START;

  /** From where on there are changes. */
  ReactionMark mark() {
    return mark;
  }

  /**
   * Takes a reading.
   *
   * @return by how much each has grown; the others are left out
   */
  Map<String, Long> take(ReactionChanges read) {
    if (read.mark().isBefore(mark)) {
      return Map.of();
    }
    boolean sameTotals = read.mark().origin() == mark.origin();
    mark = read.mark();
    Map<String, Long> grown = new LinkedHashMap<>();
    read.totals()
        .forEach(
            (emoji, total) -> {
              long before = known.getOrDefault(emoji, 0L);
              if (total > before) {
                grown.put(emoji, total - before);
              }
              // Others that the grid has begun anew, after it lost these, are counted from there.
              known.put(emoji, sameTotals ? Math.max(total, before) : total);
            });
    return grown;
  }

  /** All that is known; a view. */
  Map<String, Long> all() {
    return Collections.unmodifiableMap(known);
  }
}
