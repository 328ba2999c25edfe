package dev.oncue.warmpool.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many instances a function takes.
 *
 * @param name the function's, as its folder is called
 * @param measure what its work grows with
 * @param share the part of it that comes within one second
 * @param capacity how much of that one instance takes
 * @param headroom the factor for what is not foreseen, 1 or more
 * @param floor kept hot at all times, also when no window is known
 * @param ceiling never more than this
 */
public record FunctionSettings(
    String name,
    Measure measure,
    BigDecimal share,
    int capacity,
    BigDecimal headroom,
    int floor,
    int ceiling) {

  /** What a demand needs, whatever floor and ceiling say; at most {@link Integer#MAX_VALUE}. */
  int needed(Demand demand) {
    return BigDecimal.valueOf(demand.by(measure))
        .multiply(share)
        .multiply(headroom)
        .divide(BigDecimal.valueOf(capacity), 0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValueExact();
  }

  /** What is kept hot of that. */
  int granted(int needed) {
    return Math.min(ceiling, Math.max(floor, needed));
  }
}
