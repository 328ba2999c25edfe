package dev.oncue.warmpool.plan;

import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What is asked for from now on: the demand now, and at each later moment at which a period begins.
 * Between those it only falls. Made in one pass over the periods.
 */
final class Timeline {
  /** The demand from an instant on. */
  record Moment(Instant at, Demand demand) {}

  private final Map<StreamId, Long> connected;
  private final Instant now;
  private final Map<StreamId, ExpectedViewers> crowds = new HashMap<>();
  private final PriorityQueue<WarmPeriod> underWay = new PriorityQueue<>(WarmPeriod.BY_END);
  private final List<Moment> moments = new ArrayList<>();
  private Demand total = Demand.NONE;

  private Timeline(Map<StreamId, Long> connected, Instant now) {
    this.connected = connected;
    this.now = now;
  }

  /**
   * The moments in their order; the first is now.
   *
   * @param periods in the order in which they begin; none is over
   * @param connected the viewers that are connected now
   */
  static List<Moment> of(List<WarmPeriod> periods, Map<StreamId, Long> connected, Instant now) {
    Timeline timeline = new Timeline(connected, now);
    int next = timeline.begin(periods, 0, now);
    while (next < periods.size()) {
      next = timeline.begin(periods, next, periods.get(next).from());
    }
    return timeline.moments;
  }

  /**
   * @return the first period that has not begun by then
   */
  private int begin(List<WarmPeriod> periods, int first, Instant at) {
    while (!underWay.isEmpty() && !underWay.peek().until().isAfter(at)) {
      change(underWay.remove(), false);
    }
    int next = first;
    while (next < periods.size() && periods.get(next).hasBegun(at)) {
      WarmPeriod period = periods.get(next++);
      underWay.add(period);
      change(period, true);
    }
    moments.add(new Moment(at, total));
    return next;
  }

  private void change(WarmPeriod period, boolean begins) {
    StreamId stream = period.window().id().stream();
    ExpectedViewers crowd =
        crowds.computeIfAbsent(stream, id -> new ExpectedViewers(connected.getOrDefault(id, 0L)));
    total = total.minus(crowd.demand());
    if (begins) {
      crowd.add(period.window(), period.hasBegun(now));
    } else {
      crowd.remove(period.window(), period.hasBegun(now));
    }
    total = total.plus(crowd.demand());
  }
}
