package dev.oncue.warmpool.reconcile;

import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.plan.WarmPoolPlan;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known at one moment, and what follows from it. Immutable.
 *
 * @param kept the windows as the grid has them
 * @param current the same as they are now: of polls with what the polls say, and with the windows
 *     of polls that the grid has not been told yet
 * @param plan what follows
 */
public record Round(Map<WindowId, Window> kept, List<Window> current, WarmPoolPlan plan) {
  /** Everything follows from the arguments alone. */
  public static Round of(
      Collection<Window> kept,
      Collection<Poll> polls,
      Map<StreamId, Long> connected,
      PoolSettings settings,
      Instant now) {
    Map<WindowId, Window> byId = new LinkedHashMap<>();
    kept.forEach(window -> byId.put(window.id(), window));
    List<Window> current = new ArrayList<>();
    kept.stream().filter(window -> window.id().origin() == Origin.ANNOUNCED).forEach(current::add);
    for (Window window : PollWindows.of(polls, now)) {
      Window known = byId.get(window.id());
      current.add(known == null ? window : window.with(known.status()));
    }
    return new Round(byId, current, WarmPoolPlan.of(current, connected, settings, now));
  }

  /** The status of a window when the pool is that far. */
  public WindowStatus status(
      Window window, Map<String, FunctionStatus> statuses, PoolSettings settings, Instant now) {
    return StatusRule.next(window, plan.windows().get(window.id()), statuses, settings, now);
  }

  /**
   * The windows that the grid is to keep, with their next status: those that were announced, those
   * of polls that expect viewers, and those whose poll is gone.
   */
  List<Window> next(Map<String, FunctionStatus> statuses, PoolSettings settings, Instant now) {
    Map<WindowId, Window> next = new LinkedHashMap<>();
    kept.values().forEach(window -> next.put(window.id(), released(window, settings, now)));
    for (Window window : current) {
      boolean isKept = kept.containsKey(window.id());
      boolean matters = window.expectedViewers() > 0 && plan.windows().containsKey(window.id());
      if (isKept || matters) {
        next.put(window.id(), window.with(status(window, statuses, settings, now)));
      }
    }
    return List.copyOf(next.values());
  }

  private static Window released(Window window, PoolSettings settings, Instant now) {
    return window.with(StatusRule.next(window, null, Map.of(), settings, now));
  }
}
