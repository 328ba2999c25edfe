package dev.oncue.http.request;

import dev.oncue.http.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of one event loop whose bodies may still be under way, oldest first. A look at them
 * each second gives up on those that have waited too long; a timer for each would cost more than
 * the rest of the filter.
 *
 * <p>Thread-safe: a request comes in on its event loop, but an event's answer ends it on a worker.
 */
final class BodyTimeouts {
  private static final long SWEEP_MILLIS = 1_000;

  private final Map<RoutingContext, Long> sinceNanos = new LinkedHashMap<>();
  private final Duration timeout;

  /**
   * Call it on the event loop whose requests these are.
   *
   * @param timeout how long a body may take; a look comes half its pause too early or too late
   */
  BodyTimeouts(Vertx vertx, Duration timeout) {
    this.timeout = timeout;
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(System.nanoTime()));
  }

  synchronized void await(RoutingContext context) {
    sinceNanos.put(context, System.nanoTime());
  }

  synchronized void forget(RoutingContext context) {
    sinceNanos.remove(context);
  }

  private void sweep(long nowNanos) {
    takeExpired(nowNanos).forEach(this::fail);
  }

  private synchronized List<RoutingContext> takeExpired(long nowNanos) {
    long longestNanos = timeout.minusMillis(SWEEP_MILLIS / 2).toNanos();
    List<RoutingContext> expired = new ArrayList<>();
    Iterator<Map.Entry<RoutingContext, Long>> oldest = sinceNanos.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<RoutingContext, Long> entry = oldest.next();
      if (nowNanos - entry.getValue() < longestNanos) {
        break;
      }
      oldest.remove();
      expired.add(entry.getKey());
    }
    return expired;
  }

  private void fail(RoutingContext context) {
    if (!context.request().isEnded() && !context.response().headWritten()) {
      String seconds =
          BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
      Refusals.close(
          context,
          Problem.REQUEST_TIMEOUT.with("body: must arrive within " + seconds + " s of its head"));
    }
  }
}
