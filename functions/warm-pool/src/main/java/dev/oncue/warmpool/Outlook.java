package dev.oncue.warmpool;

import dev.oncue.warmpool.Timeline.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one function needs from now on.
 *
 * @param now instances needed now
 * @param tooMuch the moments at which it needs more than its ceiling, in their order
 */
record Outlook(int now, List<Peak> tooMuch) {
  /** What is needed at a moment. */
  record Peak(Instant at, int needed) {}

  static Outlook of(FunctionSettings function, List<Moment> moments) {
    List<Peak> tooMuch = new ArrayList<>();
    for (Moment moment : moments) {
      int needed = function.needed(moment.demand());
      if (needed > function.ceiling()) {
        tooMuch.add(new Peak(moment.at(), needed));
      }
    }
    return new Outlook(function.needed(moments.get(0).demand()), tooMuch);
  }

  /** The moment at which most is missing, the first of several; empty: there is enough always. */
  Optional<Peak> worst() {
    return tooMuch.stream()
        .max(Comparator.comparing(Peak::needed).thenComparing(Peak::at, Comparator.reverseOrder()));
  }

  /** The most that is needed beyond the ceiling while a span lasts; 0: there is enough. */
  int peakWithin(Span span) {
    return tooMuch.stream()
        .filter(peak -> span.holds(peak.at()))
        .mapToInt(Peak::needed)
        .max()
        .orElse(0);
  }
}
