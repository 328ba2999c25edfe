package dev.oncue.http.lifecycle;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Lets the process end without cutting a request off: from the signal on, connections are closed
 * with their next answer, and the server stops once nothing is under way. Thread-safe.
 *
 * <p>Quarkus has a drain of its own, {@code quarkus.shutdown.timeout}; since 3.30.5 it waits for
 * the whole timeout, whatever is under way (quarkusio/quarkus#51915, open).
 */
@Singleton
public final class Drain {
  private static final Logger LOG = Logger.getLogger(Drain.class);
  private static final int FIRST = 1;
  private static final long TIMEOUT_NANOS = 6_000_000_000L;
  private static final long PAUSE_MILLIS = 10;

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean ending;

  /** Whether the process has been told to end. */
  public boolean isEnding() {
    return ending;
  }

  /** A request has come in, or something else that must not be cut off. Call {@link #end} once. */
  public void begin() {
    underWay.incrementAndGet();
  }

  /** What {@link #begin} was called for is over. */
  public void end() {
    underWay.decrementAndGet();
  }

  void signalled(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent event) {
    ending = true;
  }

  /** Holds the stop, of which this is the first step, until nothing is under way. */
  void stopping(@Observes @Priority(FIRST) ShutdownEvent event) throws InterruptedException {
    ending = true;
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      // The request that makes dev mode restart is itself under way.
      return;
    }
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (underWay.get() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MILLIS);
    }
    if (underWay.get() > 0) {
      LOG.warnf("ending with %d requests under way", underWay.get());
    }
  }
}
