package dev.oncue.closing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotLookup;
import dev.oncue.ballot.Tally;
import dev.oncue.embedded.EmbeddedGrid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Result;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.TurnedClock;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Polls that are closed with nobody calling, on the embedded grid, by a clock that can be set. */
@Timeout(120)
@Tag("faults")
class ClosingOnTimeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final TurnedClock clock = new TurnedClock();
  private final Vertx vertx = Vertx.vertx();

  @TempDir Path folder;
  private EmbeddedGrid embedded;
  private Grid grid;
  private PollLifecycle lifecycle;

  @BeforeEach
  void begin() {
    embedded = EmbeddedGrid.start(folder, false);
    grid = embedded.grid();
    lifecycle = new PollLifecycle(grid, clock, 1);
  }

  @AfterEach
  void end() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    embedded.close();
  }

  private void startTimer() {
    startTimer("P7D");
  }

  private void startTimer(String retention) {
    ClosingTimers.atOnce(grid, lifecycle, clock, vertx, retention).start(null);
  }

  private Poll open(String more) {
    return Prepared.open(lifecycle, Prepared.freshStream(), more);
  }

  private Poll closed(Poll poll) {
    return await().atMost(TIMEOUT).until(() -> Prepared.kept(grid, poll), kept -> kept.isSettled());
  }

  private static Duration delay(Poll closed) {
    return Duration.between(closed.end(), closed.result().asOf());
  }

  /**
   * As after a restart: nobody tells of polls that were there. Their ends lie so far apart that a
   * sweep, which comes once a second, can be near to two of them at most.
   */
  @Test
  void pollsThatWereThereBeforeAreClosedOnTime() {
    List<Poll> polls = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      polls.add(open("\"duration\":\"PT%sS\"".formatted((2_000 + i * 237) / 1_000.0)));
    }
    startTimer();
    List<Duration> delays = polls.stream().map(poll -> delay(closed(poll))).sorted().toList();
    assertThat(delays.get(0)).isGreaterThanOrEqualTo(Duration.ZERO);
    // One may be unlucky on a busy machine; most may not.
    assertThat(delays.get(3)).isLessThanOrEqualTo(ResultMeters.PROMISE);
  }

  @Test
  void aPollOfManyDaysIsClosedWhenItsDayComes() {
    startTimer();
    Poll poll = open("\"duration\":\"P30D\"");
    Poll farAhead =
        open("\"opensAt\":\"%s\"".formatted(clock.instant().plus(Duration.ofDays(300))));
    clock.turn(Duration.ofDays(30).minusMillis(1_500));
    Poll closed = closed(poll);
    assertThat(closed.closedAt()).isEqualTo(poll.window().closesAt());
    assertThat(closed.result().asOf()).isAfterOrEqualTo(closed.closedAt());
    assertThat(Prepared.kept(grid, farAhead).isSettled()).isFalse();
  }

  @Test
  void aClockThatIsSetBackKeepsAPollOpen() {
    startTimer();
    Poll poll = open("\"duration\":\"PT1S\"");
    Instant end = poll.end();
    clock.turn(Duration.ofSeconds(-3));
    Poll closed = closed(poll);
    assertThat(clock.instant()).isAfterOrEqualTo(end);
    assertThat(closed.result().asOf()).isAfterOrEqualTo(end);
  }

  @Test
  void aPollWhoseEndMovesByHandIsClosedThen() {
    startTimer();
    Poll poll = open("\"duration\":\"PT1H\",\"latency\":{\"max\":\"PT1.5S\"}");
    Poll closing = lifecycle.close(poll.id()).toCompletableFuture().join().orElseThrow();
    assertThat(closing.isSettled()).isFalse();
    assertThat(closed(poll).closedAt()).isEqualTo(closing.end());
  }

  @Test
  void aResultThatNobodyCertifiedIsCertifiedASecondLater() {
    Poll poll = open("\"duration\":\"PT1H\"");
    Prepared.cast(grid, poll, "v1", "red");
    grid.ballotBoxes().seal(poll).toCompletableFuture().join();
    Instant now = clock.instant();
    Poll halfway = poll.closedAt(now).settled(Result.closed(Tally.of(1, 1), false, now));
    grid.polls().replace(poll, halfway).toCompletableFuture().join();
    startTimer();
    await().atMost(TIMEOUT).until(() -> Prepared.kept(grid, poll).result().certified());
    assertThat(clock.instant()).isAfterOrEqualTo(now.plus(ClosingPlan.CERTIFYING));
  }

  @Test
  void aClosedPollGoesWithItsBallotsWhenItsRetentionIsOverAndAnOpenOneStays() {
    startTimer("PT1H");
    Poll open = open("\"duration\":\"P30D\"");
    Poll poll = open("\"duration\":\"P30D\"");
    Prepared.cast(grid, open, "v1", "red");
    Prepared.cast(grid, poll, "v1", "red");
    lifecycle.close(poll.id()).toCompletableFuture().join();
    assertThat(grid.ballotBoxes().recount(poll).toCompletableFuture().join())
        .isEqualTo(Tally.of(1, 1, 0));
    clock.turn(Duration.ofHours(1).minusSeconds(30));
    Poll first = closed(open("\"duration\":\"PT0.1S\""));
    assertThat(Prepared.kept(grid, poll)).as("kept while others come and go").isNotNull();

    clock.turn(Duration.ofHours(1).plusMinutes(10));
    await().atMost(TIMEOUT).until(() -> Prepared.kept(grid, poll) == null);
    assertThat(ballot(poll, "v1")).isEmpty();
    assertThat(grid.ballotBoxes().recount(poll).toCompletableFuture().join()).isEqualTo(Tally.ZERO);
    assertThat(Prepared.kept(grid, open)).isEqualTo(open);
    assertThat(Prepared.kept(grid, first)).isNotNull();
    assertThat(ballot(open, "v1")).isPresent();
  }

  private Optional<Ballot> ballot(Poll poll, String viewer) {
    BallotLookup lookup = new BallotLookup(poll, viewer);
    return grid.ballotBoxes().ballots(List.of(lookup)).toCompletableFuture().join().get(0);
  }
}
