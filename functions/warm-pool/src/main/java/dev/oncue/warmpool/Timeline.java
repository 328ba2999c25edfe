package dev.oncue.warmpool;

import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What is asked for from now on: the demand now, and at each later moment at which a span begins.
 * Between those it only falls. Made in one pass over the spans.
 */
final class Timeline {
  /** The demand from an instant on. */
  record Moment(Instant at, Demand demand) {}

  private final Map<StreamId, Long> connected;
  private final Instant now;
  private final Map<StreamId, Crowd> crowds = new HashMap<>();
  private final PriorityQueue<Span> underWay = new PriorityQueue<>(Span.BY_END);
  private final List<Moment> moments = new ArrayList<>();
  private Demand total = Demand.NONE;

  private Timeline(Map<StreamId, Long> connected, Instant now) {
    this.connected = connected;
    this.now = now;
  }

  /**
   * The moments in their order; the first is now.
   *
   * @param spans in the order in which they begin; none is over
   * @param connected the viewers that are connected now
   */
  static List<Moment> of(List<Span> spans, Map<StreamId, Long> connected, Instant now) {
    Timeline timeline = new Timeline(connected, now);
    int next = timeline.begin(spans, 0, now);
    while (next < spans.size()) {
      next = timeline.begin(spans, next, spans.get(next).from());
    }
    return timeline.moments;
  }

  /**
   * @return the first span that has not begun by then
   */
  private int begin(List<Span> spans, int first, Instant at) {
    while (!underWay.isEmpty() && !underWay.peek().until().isAfter(at)) {
      change(underWay.remove(), false);
    }
    int next = first;
    while (next < spans.size() && spans.get(next).hasBegun(at)) {
      Span span = spans.get(next++);
      underWay.add(span);
      change(span, true);
    }
    moments.add(new Moment(at, total));
    return next;
  }

  private void change(Span span, boolean begins) {
    StreamId stream = span.window().id().stream();
    Crowd crowd = crowds.computeIfAbsent(stream, id -> new Crowd(connected.getOrDefault(id, 0L)));
    total = total.minus(crowd.demand());
    if (begins) {
      crowd.add(span.window(), span.hasBegun(now));
    } else {
      crowd.remove(span.window(), span.hasBegun(now));
    }
    total = total.plus(crowd.demand());
  }
}
