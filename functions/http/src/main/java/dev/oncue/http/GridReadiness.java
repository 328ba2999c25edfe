package dev.oncue.http;

import dev.oncue.Grid;
import dev.oncue.poll.PollId;
import dev.oncue.stream.StreamId;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: the grid answers. */
@Readiness
@Singleton
final class GridReadiness implements AsyncHealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final PollId NONE = new PollId(new StreamId("oncue", "readiness"), "none");

  private final Grid grid;

  @Inject
  GridReadiness(Grid grid) {
    this.grid = grid;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(() -> grid.polls().find(NONE))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(found -> HealthCheckResponse.up("grid"))
        .onFailure()
        .recoverWithItem(HealthCheckResponse.down("grid"));
  }
}
