package dev.oncue.warmpool.reconcile;

import dev.oncue.stream.StreamId;
import dev.oncue.window.Origin;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.WindowStatus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the controller has rehearsed a round. It also says which other pool stands in the
 * way; that is no reason not to be ready, for windows can be announced all the same.
 */
@Readiness
@Singleton
final class Rehearsal implements HealthCheck {
  private final Reconciler reconciler;

  @Inject
  Rehearsal(Reconciler reconciler) {
    this.reconciler = reconciler;
  }

  /** A window that is under way, for one viewer. The grid never hears of it. */
  static Window window(Instant now) {
    return new Window(
        new WindowId(
            new StreamId(StreamId.SCRATCH_TENANT, "rehearsal"), Origin.ANNOUNCED, "rehearsal"),
        now,
        now.plus(Duration.ofMinutes(1)),
        1,
        null,
        false,
        WindowStatus.planned(now));
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("warm-pool").status(reconciler.isRehearsed());
    String rival = reconciler.rival();
    return rival == null ? response.build() : response.withData("rival", rival).build();
  }
}
