package dev.oncue.http;

import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.event.DeliveryId;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the polls are known and the grid answers, within a time limit. Else it says why not.
 * Polls may be known from before; what was delivered is asked for each time, and like ballots it is
 * not told where servers have lost too many of the others.
 */
@Readiness
@Singleton
final class GridReadiness implements AsyncHealthCheck {
  private static final Duration PATIENCE = Duration.ofMillis(2_500);
  private static final PollId NONE = new PollId(new StreamId("oncue", "readiness"), "none");

  private static final DeliveryId NOTHING = new DeliveryId("oncue", "readiness", "none");

  private final Grid grid;

  @Inject
  GridReadiness(Grid grid) {
    this.grid = grid;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(() -> grid.polls().find(NONE))
        .flatMap(known -> Uni.createFrom().completionStage(() -> grid.deliveries().answer(NOTHING)))
        .ifNoItem()
        .after(PATIENCE)
        .failWith(GridReadiness::late)
        .map(found -> HealthCheckResponse.up("grid"))
        .onFailure()
        .recoverWithItem(GridReadiness::down);
  }

  private static Throwable late() {
    return new GridUnavailableException("the grid did not answer within " + PATIENCE);
  }

  private static HealthCheckResponse down(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String reason =
        cause instanceof GridUnavailableException ? cause.getMessage() : cause.toString();
    return HealthCheckResponse.named("grid").down().withData("reason", reason).build();
  }
}
