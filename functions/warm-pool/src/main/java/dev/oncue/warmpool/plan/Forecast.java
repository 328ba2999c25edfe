package dev.oncue.warmpool.plan;

import dev.oncue.warmpool.plan.Timeline.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one function needs from now on.
 *
 * @param now instances needed now
 * @param peaks the moments at which it needs more than its ceiling, in their order
 */
record Forecast(int now, List<Peak> peaks) {
  /** What is needed at a moment. */
  record Peak(Instant at, int needed) {}

  static Forecast of(FunctionSettings function, List<Moment> moments) {
    List<Peak> peaks = new ArrayList<>();
    for (Moment moment : moments) {
      int needed = function.needed(moment.demand());
      if (needed > function.ceiling()) {
        peaks.add(new Peak(moment.at(), needed));
      }
    }
    return new Forecast(function.needed(moments.get(0).demand()), peaks);
  }

  /** The moment at which most is missing, the first of several; empty: there is enough always. */
  Optional<Peak> worst() {
    return peaks.stream()
        .max(Comparator.comparing(Peak::needed).thenComparing(Peak::at, Comparator.reverseOrder()));
  }

  /** The most that is needed beyond the ceiling in a period; 0: there is enough. */
  int peakWithin(WarmPeriod period) {
    return peaks.stream()
        .filter(peak -> period.contains(peak.at()))
        .mapToInt(Peak::needed)
        .max()
        .orElse(0);
  }
}
