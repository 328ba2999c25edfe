package dev.oncue.warmpool.plan;

import dev.oncue.stream.StreamId;
import dev.oncue.warmpool.plan.Timeline.Moment;
import dev.oncue.window.Instances;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many instances of each function are to be hot, now, and for each window at its worst moment.
 * Made by a pure function of windows, audience, settings and clock, so that whoever makes it makes
 * the same, and nothing has to be remembered from one round to the next. Immutable.
 *
 * @param needed instances that the windows under way need now, by function
 * @param instances what is kept hot of that: at least the floor, at most the ceiling
 * @param windows what each window takes that is not over; none is warm yet
 * @param shortages where a ceiling grants less than is needed, now or later; at most one a function
 */
public record WarmPoolPlan(
    Map<String, Integer> needed,
    Map<String, Integer> instances,
    Map<WindowId, Map<String, Instances>> windows,
    List<Shortage> shortages) {

  /**
   * Makes the plan.
   *
   * @param windows all that are known, in any order; those that are over count nothing
   * @param connected the viewers that are connected, by stream
   */
  public static WarmPoolPlan of(
      Collection<Window> windows,
      Map<StreamId, Long> connected,
      PoolSettings settings,
      Instant now) {
    List<WarmPeriod> periods =
        windows.stream()
            .flatMap(
                window -> WarmPeriod.of(window, settings.lead(), settings.hold(), now).stream())
            .sorted(WarmPeriod.BY_BEGINNING)
            .toList();
    List<Moment> moments = Timeline.of(periods, connected, now);
    Map<String, Integer> needed = new LinkedHashMap<>();
    Map<String, Integer> instances = new LinkedHashMap<>();
    Map<WindowId, Map<String, Instances>> shares = new LinkedHashMap<>();
    List<Shortage> shortages = new ArrayList<>();
    for (FunctionSettings function : settings.functions()) {
      Forecast forecast = Forecast.of(function, moments);
      needed.put(function.name(), forecast.now());
      instances.put(function.name(), function.granted(forecast.now()));
      forecast.worst().ifPresent(worst -> shortages.add(shortage(function, worst, periods)));
      for (WarmPeriod period : periods) {
        shares
            .computeIfAbsent(period.window().id(), id -> new TreeMap<>())
            .put(function.name(), share(period, function, forecast, connected, now));
      }
    }
    return new WarmPoolPlan(needed, instances, shares, shortages);
  }

  private static Shortage shortage(
      FunctionSettings function, Forecast.Peak worst, List<WarmPeriod> periods) {
    List<WindowId> sharing =
        periods.stream()
            .filter(period -> period.contains(worst.at()))
            .map(period -> period.window().id())
            .toList();
    return new Shortage(function.name(), worst.needed(), function.ceiling(), worst.at(), sharing);
  }

  /** Where there is too little for all, each window is cut by the same factor. */
  private static Instances share(
      WarmPeriod period,
      FunctionSettings function,
      Forecast forecast,
      Map<StreamId, Long> connected,
      Instant now) {
    long here = connected.getOrDefault(period.window().id().stream(), 0L);
    long viewers = Math.max(period.window().expectedViewers(), period.hasBegun(now) ? here : 0);
    int wanted = function.needed(Demand.ofWindow(viewers));
    int peak = forecast.peakWithin(period);
    int granted =
        peak > function.ceiling() ? (int) ((long) wanted * function.ceiling() / peak) : wanted;
    return new Instances(wanted, granted, 0);
  }
}
