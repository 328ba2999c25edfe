package dev.oncue.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of one event loop whose bodies may still be under way, oldest first. A look at them
 * each second gives up on those that have waited too long; a timer for each would cost more than
 * the rest of the gate.
 *
 * <p>Thread-safe: a request comes in on its event loop, but an event's answer ends it on a worker.
 */
final class LateBodies {
  private static final long SWEEP_MILLIS = 1_000;
  private static final long PATIENCE_NANOS = 9_500_000_000L;

  private final Map<RoutingContext, Long> sinceNanos = new LinkedHashMap<>();

  /** Call it on the event loop whose requests these are. */
  LateBodies(Vertx vertx) {
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(System.nanoTime()));
  }

  synchronized void await(RoutingContext context) {
    sinceNanos.put(context, System.nanoTime());
  }

  synchronized void forget(RoutingContext context) {
    sinceNanos.remove(context);
  }

  private void sweep(long nowNanos) {
    takeLate(nowNanos).forEach(LateBodies::giveUp);
  }

  private synchronized List<RoutingContext> takeLate(long nowNanos) {
    List<RoutingContext> late = new ArrayList<>();
    Iterator<Map.Entry<RoutingContext, Long>> oldest = sinceNanos.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<RoutingContext, Long> entry = oldest.next();
      if (nowNanos - entry.getValue() < PATIENCE_NANOS) {
        break;
      }
      oldest.remove();
      late.add(entry.getKey());
    }
    return late;
  }

  private static void giveUp(RoutingContext context) {
    if (!context.request().isEnded() && !context.response().headWritten()) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
      ProblemAnswers.end(
          context, Problem.MALFORMED.with("body: must arrive within 10 s of its head"));
      context.request().connection().close();
    }
  }
}
