package dev.oncue.http.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import dev.oncue.GridUnavailableException;
import dev.oncue.MemoryGrid;
import dev.oncue.StageFailure;
import dev.oncue.UnrulyGrid;
import dev.oncue.UnrulyGrid.Mood;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollId;
import dev.oncue.poll.VotingWindow;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.TestSettings;
import dev.oncue.testbed.TurnedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimitsTest {
  private static final int LIMIT = 3;
  private static final int MORE = 40;
  private static final Mood AWAY =
      new Mood(0, 100, 0, 0, false, Duration.ZERO, Duration.ofMillis(1));

  private final Vertx vertx = Vertx.vertx();
  private final TurnedClock clock = new TurnedClock();
  private final UnrulyGrid unruly = new UnrulyGrid(MemoryGrid.create(), Mood.CALM, 7);

  @AfterEach
  void stop() {
    unruly.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Limits instance(Grid grid) {
    LimitConfig config =
        TestSettings.of(
            LimitConfig.class,
            Map.of(
                "oncue.limit.open-polls", "" + LIMIT,
                "oncue.limit.streams", "" + LIMIT,
                "oncue.limit.tickets", "" + LIMIT));
    return new Limits(vertx, grid, clock, config, new SimpleMeterRegistry());
  }

  private Poll poll(String stream, int number) {
    return PollFixtures.poll()
        .id(new PollId(new StreamId("t", stream), "q" + number))
        .window(new VotingWindow(Instant.now().minusSeconds(60), null, Duration.ZERO))
        .build();
  }

  private static void refused(CompletionStage<Void> admission, Problem problem) {
    assertThat(failure(admission))
        .isInstanceOfSatisfying(
            ProblemException.class, refusal -> assertThat(refusal.problem()).isEqualTo(problem));
  }

  private static void unavailable(CompletionStage<Void> admission) {
    assertThat(failure(admission)).isInstanceOf(GridUnavailableException.class);
  }

  private static Throwable failure(CompletionStage<Void> admission) {
    return Concurrently.await(
        admission.handle((done, failure) -> failure == null ? null : StageFailure.cause(failure)));
  }

  private static long admitted(Stream<CompletionStage<Void>> admissions) {
    List<CompletableFuture<Boolean>> waiting =
        admissions
            .map(one -> one.handle((done, failure) -> failure == null).toCompletableFuture())
            .toList();
    return waiting.stream().filter(CompletableFuture::join).count();
  }

  @Test
  void instancesThatHaveNotHeardOfEachOthersPollsAdmitTheLimitTogether() {
    unruly.mood(Mood.LATE);
    List<Limits> instances = Stream.of(0, 1, 2).map(i -> instance(deaf(unruly.grid()))).toList();
    assertThat(
            admitted(
                IntStream.range(0, MORE).mapToObj(i -> instances.get(i % 3).admit(poll("s", i)))))
        .isEqualTo(LIMIT);
  }

  /** A grid of an instance that hears of no polls but its own. */
  private static Grid deaf(Grid grid) {
    return new Grid(
        MemoryGrid.create().polls(),
        grid.ballotBoxes(),
        grid.reactions(),
        grid.deliveries(),
        grid.windows(),
        grid.viewers(),
        grid.latencies(),
        grid.claims());
  }

  @Test
  void aPollThatWasAdmittedAndNotKeptGivesItsPlaceBack() {
    Limits limits = instance(unruly.grid());
    for (int i = 0; i < LIMIT; i++) {
      Concurrently.await(limits.admit(poll("s", i)));
    }
    refused(limits.admit(poll("s", LIMIT)), Problem.TOO_MANY_POLLS);
    Concurrently.await(limits.admit(poll("s", 0)));
    clock.turn(Duration.ofSeconds(21));
    Concurrently.await(limits.admit(poll("s", LIMIT)));
  }

  @Test
  void ticketsOfInstancesCountTogetherForAMinute() {
    unruly.mood(Mood.LATE);
    List<Limits> instances = Stream.of(0, 1).map(i -> instance(unruly.grid())).toList();
    assertThat(
            admitted(IntStream.range(0, MORE).mapToObj(i -> instances.get(i % 2).admitTicket("t"))))
        .isEqualTo(LIMIT);
    clock.turn(Duration.ofSeconds(59));
    refused(instances.get(0).admitTicket("t"), Problem.TOO_MANY_TICKETS);
    clock.turn(Duration.ofSeconds(62));
    Concurrently.await(instances.get(0).admitTicket("t"));
  }

  @Test
  void ticketsAreCountedHereWhileTheGridIsAway() {
    Limits limits = instance(unruly.grid());
    unruly.mood(AWAY);
    for (int i = 0; i < LIMIT; i++) {
      Concurrently.await(limits.admitTicket("t"));
    }
    refused(limits.admitTicket("t"), Problem.TOO_MANY_TICKETS);
    Concurrently.await(limits.admitTicket("another"));
    unavailable(limits.admit(poll("s", 1)));
  }

  @Test
  void aStreamWithReactionsIsClaimedOnceForACrowdAndThenKnown() {
    Limits limits = instance(unruly.grid());
    StreamId stream = new StreamId("t", "s");
    unruly.mood(Mood.LATE);
    assertThat(admitted(IntStream.range(0, 20_000).mapToObj(i -> limits.admitReactions(stream))))
        .isEqualTo(20_000);
    unruly.mood(AWAY);
    Concurrently.await(limits.admitReactions(stream));
    unavailable(limits.admitReactions(new StreamId("t", "other")));
    clock.turn(Duration.ofDays(2));
    unavailable(limits.admitReactions(stream));
  }

  @Test
  void primingHasNoLimits() {
    Limits limits = instance(unruly.grid());
    unruly.mood(AWAY);
    StreamId scratch = new StreamId(StreamId.SCRATCH_TENANT, "priming");
    Concurrently.await(limits.admitReactions(scratch));
    Concurrently.await(limits.admit(PollFixtures.poll().id(new PollId(scratch, "q1")).build()));
  }
}
