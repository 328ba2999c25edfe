package dev.oncue.pollclose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.ballot.Tally;
import dev.oncue.http.FunctionTestProfile;
import dev.oncue.http.Prepared;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What poll-close removes when it is not to be kept for long. */
@QuarkusTest
@TestProfile(RetentionTimerTest.KeptBriefly.class)
class RetentionTimerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Grid grid;
  @Inject PollLifecycle lifecycle;

  /** Closed polls are kept for two seconds. */
  public static final class KeptBriefly extends FunctionTestProfile {
    @Override
    protected Map<String, String> more() {
      return Map.of("oncue.retention.time", "PT2S");
    }
  }

  @Test
  void aClosedPollGoesWithItsBallotsAndAnOpenOneStays() {
    Poll open = Prepared.open(lifecycle, Prepared.freshStream());
    Poll poll = Prepared.open(lifecycle, Prepared.freshStream());
    Prepared.cast(grid, open, "v1", "red");
    Prepared.cast(grid, poll, "v1", "red");
    Poll closed = lifecycle.close(poll.id()).toCompletableFuture().join().orElseThrow();
    assertThat(grid.ballotBoxes().recount(poll).toCompletableFuture().join())
        .isEqualTo(Tally.of(1, 1, 0));

    await().atMost(PATIENCE).until(() -> Prepared.kept(grid, poll) == null);
    assertThat(Instant.now()).isAfterOrEqualTo(closed.closedAt().plusSeconds(2));
    assertThat(grid.ballotBoxes().ballot(poll, "v1").toCompletableFuture().join()).isEmpty();
    assertThat(grid.ballotBoxes().recount(poll).toCompletableFuture().join()).isEqualTo(Tally.ZERO);
    assertThat(Prepared.kept(grid, open)).isEqualTo(open);
    assertThat(grid.ballotBoxes().ballot(open, "v1").toCompletableFuture().join()).isPresent();
  }
}
