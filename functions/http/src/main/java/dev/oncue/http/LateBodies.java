package dev.oncue.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The requests of one event loop whose bodies may still be under way, oldest first. A look at them
 * each second gives up on those that have waited too long; a timer for each would cost more than
 * the rest of the gate. Confined to its event loop.
 */
final class LateBodies {
  private static final long SWEEP_MILLIS = 1_000;
  private static final long PATIENCE_NANOS = 9_500_000_000L;

  private final Map<RoutingContext, Long> sinceNanos = new LinkedHashMap<>();

  /** Call it on the event loop that it shall be confined to. */
  LateBodies(Vertx vertx) {
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(System.nanoTime()));
  }

  void await(RoutingContext context) {
    sinceNanos.put(context, System.nanoTime());
  }

  void forget(RoutingContext context) {
    sinceNanos.remove(context);
  }

  private void sweep(long nowNanos) {
    Iterator<Map.Entry<RoutingContext, Long>> oldest = sinceNanos.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<RoutingContext, Long> entry = oldest.next();
      if (nowNanos - entry.getValue() < PATIENCE_NANOS) {
        return;
      }
      oldest.remove();
      giveUp(entry.getKey());
    }
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
