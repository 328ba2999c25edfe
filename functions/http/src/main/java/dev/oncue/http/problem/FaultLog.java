package dev.oncue.http.problem;

import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Logs faults, at most one stack trace a second, so that a failing grid does not fill a disk. */
final class FaultLog {
  private static final Logger LOG = Logger.getLogger("dev.oncue");
  private static final long PAUSE_NANOS = 1_000_000_000L;
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private FaultLog() {}

  static void log(Throwable fault) {
    long now = System.nanoTime();
    long next = NEXT.get();
    if (now - next >= 0 && NEXT.compareAndSet(next, now + PAUSE_NANOS)) {
      LOG.error("a request met a fault", fault);
    }
  }
}
