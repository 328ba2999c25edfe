package dev.oncue.http.lifecycle;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.StageFailure;
import dev.oncue.event.DeliveryId;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: all polls are known here and the grid answers, within a time limit. Else it says why
 * not. Polls are known from when all have been read until the connection is lost; what was
 * delivered is asked for each time, and like ballots it is not told where servers have lost too
 * many of the others.
 */
@Readiness
@Singleton
final class GridReadiness implements AsyncHealthCheck {
  private static final Duration TIMEOUT = Duration.ofMillis(2_500);
  private static final DeliveryId NOTHING =
      new DeliveryId("oncue", "readiness", "none", "none", "none", "none");

  private final Grid grid;

  @Inject
  GridReadiness(Grid grid) {
    this.grid = grid;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(() -> grid.polls().all())
        .flatMap(known -> Uni.createFrom().completionStage(() -> grid.deliveries().answer(NOTHING)))
        .ifNoItem()
        .after(TIMEOUT)
        .failWith(GridReadiness::late)
        .map(found -> HealthCheckResponse.up("grid"))
        .onFailure()
        .recoverWithItem(GridReadiness::down);
  }

  private static Throwable late() {
    return new GridUnavailableException("the grid did not answer within " + TIMEOUT);
  }

  private static HealthCheckResponse down(Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    String reason =
        cause instanceof GridUnavailableException ? cause.getMessage() : cause.toString();
    return HealthCheckResponse.named("grid").down().withData("reason", reason).build();
  }
}
