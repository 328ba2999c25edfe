package dev.oncue.http.priming;

import dev.oncue.Grid;
import dev.oncue.http.lifecycle.Drain;
import dev.oncue.http.token.Tokens;
import dev.oncue.poll.PollLifecycle;
import io.quarkus.arc.All;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready means warm: an instance first makes the calls of its {@link PrimingCalls}s to itself, over
 * its own socket, for a scratch poll that is gone afterwards. It waits for the grid as long as it
 * must; the calls take {@link #TIMEOUT} at most, and one that goes wrong keeps nobody from being
 * ready. {@code ONCUE_PRIMING_REQUESTS} says how many calls each of them makes; 0: none.
 */
@Readiness
@Singleton
final class Priming implements HealthCheck {
  private static final int REQUESTS = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Logger LOG = Logger.getLogger(Priming.class);

  private final Grid grid;
  private final PollLifecycle lifecycle;
  private final Tokens tokens;
  private final Drain drain;
  private final Vertx vertx;
  private final List<PrimingCalls> primingCalls;
  private final int requests;
  private volatile boolean primed;

  @Inject
  Priming(
      Grid grid,
      PollLifecycle lifecycle,
      Tokens tokens,
      Drain drain,
      Vertx vertx,
      @All List<PrimingCalls> primingCalls,
      PrimingConfig config) {
    this.grid = grid;
    this.lifecycle = lifecycle;
    this.tokens = tokens;
    this.drain = drain;
    this.vertx = vertx;
    this.primingCalls = primingCalls;
    this.requests = requests(config.requests(), ImageMode.current());
    // Tests measure nothing, and count what they themselves have sent.
    this.primed = this.requests == 0 || LaunchMode.current() != LaunchMode.NORMAL;
  }

  /** Native code is as fast at its first request as at its last. */
  static int requests(Optional<Integer> wanted, ImageMode mode) {
    return wanted.orElse(mode == ImageMode.JVM ? REQUESTS : 0);
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("primed").status(primed).build();
  }

  /** Runs on a thread of its own, once the server listens. */
  void prime(@ObservesAsync HttpServerStart started) throws InterruptedException {
    if (primed) {
      return;
    }
    // The grid stays until this has ended, as it does for any request.
    drain.begin();
    try {
      sendCalls(PrimingClient.to(started, vertx, tokens));
    } catch (Throwable fault) {
      LOG.warn("priming went wrong, the instance is ready without it", fault);
    } finally {
      primed = true;
      drain.end();
    }
  }

  private void sendCalls(PrimingClient client) throws InterruptedException {
    ScratchPoll scratch = new ScratchPoll(grid, lifecycle);
    if (!scratch.open(drain::isEnding)) {
      return;
    }
    long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
    try (client) {
      for (PrimingCalls each : primingCalls) {
        for (int number = 0; number < requests && System.nanoTime() < deadlineNanos; number++) {
          if (drain.isEnding()) {
            break;
          }
          client.send(each.call(scratch.request(), number), number);
        }
      }
      client.awaitAll(deadlineNanos - System.nanoTime());
    } finally {
      scratch.remove();
    }
  }
}
