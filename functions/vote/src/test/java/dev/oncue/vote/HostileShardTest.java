package dev.oncue.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A batcher on a shard, an event loop and a timer that do what they should not. Whatever it is,
 * those who wait are told, and the next ballot gets through.
 */
class HostileShardTest {
  private static final long LONG_NANOS = 10_000_000_000L;

  /** What the event loop still has to run. */
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  private final List<CastBatch> batches = new ArrayList<>();
  private final Queue<Function<CastBatch, CompletionStage<List<CastOutcome>>>> misdeeds =
      new ArrayDeque<>();
  private Thread here = Thread.currentThread();
  private boolean loopRefuses;
  private boolean timerRefuses;
  private int idle;

  private final BallotBatcher batcher =
      new BallotBatcher(
          this::shard,
          false,
          new BallotBatcher.Owner(
              () -> Thread.currentThread() == here,
              task -> run(loopRefuses, task),
              task -> run(timerRefuses, task),
              batcher -> idle++));

  private void run(boolean refuses, Runnable task) {
    if (refuses) {
      throw new RejectedExecutionException("refused");
    }
    synchronized (tasks) {
      tasks.add(task);
    }
  }

  /** Does the next misdeed, and what it should when none is left. */
  private CompletionStage<List<CastOutcome>> shard(CastBatch batch) {
    batches.add(batch);
    return misdeeds.isEmpty()
        ? CompletableFuture.completedFuture(accepted(batch))
        : misdeeds.remove().apply(batch);
  }

  private static List<CastOutcome> accepted(CastBatch batch) {
    return batch.casts().stream()
        .<CastOutcome>map(cast -> new CastOutcome.Accepted(cast.ballot()))
        .toList();
  }

  private CompletableFuture<CastOutcome> add(int number) {
    CompletableFuture<CastOutcome> outcome = new CompletableFuture<>();
    batcher.add(new Cast("v" + number, new Ballot(1 << number, number)), outcome);
    return outcome;
  }

  private void runTasks() {
    while (true) {
      Runnable task;
      synchronized (tasks) {
        task = tasks.poll();
      }
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  private static void assertAccepted(int number, CompletableFuture<CastOutcome> outcome) {
    assertThat(outcome)
        .isCompletedWithValue(new CastOutcome.Accepted(new Ballot(1 << number, number)));
  }

  private void assertGoesOn() {
    CompletableFuture<CastOutcome> next = add(9);
    runTasks();
    assertAccepted(9, next);
    assertThat(idle).isPositive();
  }

  /** Two ballots that meet a misdeed are told of a fault, and the batcher goes on. */
  private void assertFaultIsTold(Function<CastBatch, CompletionStage<List<CastOutcome>>> misdeed) {
    misdeeds.add(misdeed);
    CompletableFuture<CastOutcome> first = add(1);
    CompletableFuture<CastOutcome> second = add(2);
    runTasks();
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
    assertGoesOn();
  }

  @Test
  void aShardThatThrows() {
    assertFaultIsTold(
        batch -> {
          throw new IllegalStateException("no such shard");
        });
  }

  @Test
  void aShardThatThrowsAnError() {
    assertFaultIsTold(
        batch -> {
          throw new NoClassDefFoundError("a broken program");
        });
  }

  @Test
  void aShardThatGivesNoStage() {
    assertFaultIsTold(batch -> null);
  }

  @Test
  void aShardWhoseStageGivesNoFuture() {
    assertFaultIsTold(
        batch ->
            new CompletableFuture<>() {
              @Override
              public CompletableFuture<List<CastOutcome>> toCompletableFuture() {
                return null;
              }
            });
  }

  @Test
  void aStageThatFails() {
    assertFaultIsTold(batch -> CompletableFuture.failedFuture(new IllegalStateException("gone")));
  }

  @Test
  void aStageThatIsCancelled() {
    assertFaultIsTold(
        batch -> {
          CompletableFuture<List<CastOutcome>> stage = new CompletableFuture<>();
          stage.cancel(true);
          return stage;
        });
  }

  @Test
  void aShardThatGivesNoOutcomes() {
    assertFaultIsTold(batch -> CompletableFuture.completedFuture(null));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aShardThatGivesTooFewOrTooMany(int size) {
    assertFaultIsTold(
        batch ->
            CompletableFuture.completedFuture(
                IntStream.range(0, size)
                    .<CastOutcome>mapToObj(i -> new CastOutcome.PollClosed())
                    .toList()));
  }

  @Test
  void aShardThatGivesOneOutcomeTooFewTellsNobodyOfSomebodyElsesBallot() {
    assertFaultIsTold(batch -> CompletableFuture.completedFuture(accepted(batch).subList(1, 2)));
  }

  @Test
  void anOutcomeThatIsMissing() {
    assertFaultIsTold(
        batch -> {
          List<CastOutcome> outcomes = new ArrayList<>(accepted(batch));
          outcomes.set(1, null);
          return CompletableFuture.completedFuture(outcomes);
        });
  }

  @Test
  void outcomesThatLostTheirPlaceByOne() {
    assertFaultIsTold(
        batch -> {
          List<CastOutcome> outcomes = new ArrayList<>(accepted(batch));
          outcomes.add(outcomes.remove(0));
          return CompletableFuture.completedFuture(outcomes);
        });
  }

  @Test
  void everyKindOfOutcomeIsToldApartFromThatOfAnotherBallot() {
    WaitingCast red = new WaitingCast(new Cast("v", new Ballot(1, 5)), new CompletableFuture<>());
    Ballot own = new Ballot(1, 3);
    Ballot other = new Ballot(2, 5);
    assertThat(red.fits(new CastOutcome.Accepted(own))).isTrue();
    assertThat(red.fits(new CastOutcome.Accepted(other))).isFalse();
    assertThat(red.fits(new CastOutcome.Changed(own))).isTrue();
    assertThat(red.fits(new CastOutcome.Changed(other))).isFalse();
    assertThat(red.fits(new CastOutcome.AlreadyVoted(other))).isTrue();
    assertThat(red.fits(new CastOutcome.AlreadyVoted(own))).isFalse();
    assertThat(red.fits(new CastOutcome.PollClosed())).isTrue();
    assertThat(red.fits(null)).isFalse();
  }

  @Test
  void anAnswerOnAForeignThreadIsToldOnTheEventLoop() throws Exception {
    CompletableFuture<List<CastOutcome>> late = new CompletableFuture<>();
    misdeeds.add(batch -> late);
    CompletableFuture<CastOutcome> outcome = add(1);
    Thread[] told = new Thread[1];
    outcome.thenRun(() -> told[0] = Thread.currentThread());
    runTasks();
    Thread foreign = new Thread(() -> late.complete(accepted(batches.get(0))));
    foreign.start();
    foreign.join();
    assertThat(outcome).isNotDone();
    runTasks();
    assertAccepted(1, outcome);
    assertThat(told[0]).isSameAs(Thread.currentThread());
    assertGoesOn();
  }

  @Test
  void anAnswerThatNeverComesHoldsTheNextBatchForAMomentOnly() {
    misdeeds.add(batch -> new CompletableFuture<>());
    CompletableFuture<CastOutcome> lost = add(1);
    runTasks();
    CompletableFuture<CastOutcome> next = add(2);
    batcher.checkTimeouts(System.nanoTime());
    runTasks();
    assertThat(batches).hasSize(1);
    batcher.checkTimeouts(System.nanoTime() + LONG_NANOS);
    runTasks();
    assertAccepted(2, next);
    assertThat(lost).isNotDone();
    assertGoesOn();
  }

  @Test
  void answersOutOfOrderReachTheirOwnBallots() {
    List<CompletableFuture<List<CastOutcome>>> late = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      CompletableFuture<List<CastOutcome>> answer = new CompletableFuture<>();
      late.add(answer);
      misdeeds.add(batch -> answer);
    }
    List<CompletableFuture<CastOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      outcomes.add(add(i));
      runTasks();
      batcher.checkTimeouts(System.nanoTime() + LONG_NANOS);
      runTasks();
    }
    for (int i = 2; i >= 0; i--) {
      late.get(i).complete(accepted(batches.get(i)));
      runTasks();
      assertAccepted(i, outcomes.get(i));
    }
    assertGoesOn();
  }

  @Test
  void aSecondAnswerChangesNothing() {
    CompletableFuture<List<CastOutcome>> twice = new CompletableFuture<>();
    misdeeds.add(batch -> twice);
    CompletableFuture<CastOutcome> outcome = add(1);
    runTasks();
    twice.complete(accepted(batches.get(0)));
    batcher.checkTimeouts(System.nanoTime());
    twice.obtrudeValue(List.of(new CastOutcome.PollClosed()));
    runTasks();
    assertAccepted(1, outcome);
    assertGoesOn();
  }

  @Test
  void whoWasToldBeforeTheAnswerIsNotToldAgain() {
    CompletableFuture<List<CastOutcome>> late = new CompletableFuture<>();
    misdeeds.add(batch -> late);
    CompletableFuture<CastOutcome> outcome = add(1);
    runTasks();
    outcome.completeExceptionally(new IllegalStateException("too late"));
    late.complete(accepted(batches.get(0)));
    runTasks();
    assertThat(outcome).isCompletedExceptionally();
    assertGoesOn();
  }

  @Test
  void whoWasToldBeforeItsBatchIsLeftOut() {
    CompletableFuture<List<CastOutcome>> late = new CompletableFuture<>();
    misdeeds.add(batch -> late);
    add(1);
    runTasks();
    CompletableFuture<CastOutcome> told = add(2);
    CompletableFuture<CastOutcome> waits = add(3);
    CompletableFuture<CastOutcome> alsoTold = add(4);
    told.completeExceptionally(new IllegalStateException("too late"));
    alsoTold.completeExceptionally(new IllegalStateException("too late"));
    late.complete(accepted(batches.get(0)));
    runTasks();
    assertThat(batches.get(1).casts()).extracting(Cast::viewer).containsExactly("v3");
    assertAccepted(3, waits);
    assertGoesOn();
  }

  @Test
  void aLaneWhoseBallotsWereAllToldIsIdleAndNotBusyWithThem() {
    CompletableFuture<CastOutcome> told = add(1);
    told.completeExceptionally(new IllegalStateException("too late"));
    runTasks();
    assertThat(batches).isEmpty();
    assertThat(idle).isEqualTo(1);
    assertGoesOn();
  }

  @Test
  void whoThrowsWhenToldHarmsNobodyElse() {
    CompletableFuture<CastOutcome> first = add(1);
    first.thenRun(
        () -> {
          throw new IllegalStateException("a viewer who throws");
        });
    CompletableFuture<CastOutcome> second = add(2);
    runTasks();
    assertAccepted(1, first);
    assertAccepted(2, second);
    assertGoesOn();
  }

  @Test
  void anEventLoopThatRefusesToSendLater() {
    loopRefuses = true;
    assertAccepted(1, runTasksAfter(add(1)));
    loopRefuses = false;
    assertGoesOn();
  }

  private CompletableFuture<CastOutcome> runTasksAfter(CompletableFuture<CastOutcome> outcome) {
    runTasks();
    return outcome;
  }

  @Test
  void anEventLoopThatRefusesAnAnswer() {
    CompletableFuture<List<CastOutcome>> late = new CompletableFuture<>();
    misdeeds.add(batch -> late);
    CompletableFuture<CastOutcome> outcome = add(1);
    runTasks();
    loopRefuses = true;
    late.complete(accepted(batches.get(0)));
    loopRefuses = false;
    runTasks();
    assertThat(outcome).isNotDone();
    batcher.checkTimeouts(System.nanoTime());
    assertAccepted(1, outcome);
    assertGoesOn();
  }

  @Test
  void aTimerThatRefusesARest() {
    timerRefuses = true;
    assertAccepted(1, runTasksAfter(add(1)));
    timerRefuses = false;
    assertGoesOn();
  }

  @Test
  void anotherThreadIsRefusedAndNothingHasHappened() {
    here = new Thread(() -> {});
    assertThatThrownBy(() -> add(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Thread.currentThread().getName());
    assertThatThrownBy(() -> batcher.checkTimeouts(0)).isInstanceOf(IllegalStateException.class);
    here = Thread.currentThread();
    runTasks();
    assertThat(batches).isEmpty();
    assertGoesOn();
  }

  @Test
  void anEventLoopThatRunsTasksElsewhereIsRefusedAndTheLaneLives() {
    CompletableFuture<CastOutcome> outcome = add(1);
    Thread mine = here;
    here = new Thread(() -> {});
    assertThatThrownBy(this::runTasks).isInstanceOf(IllegalStateException.class);
    assertThat(batches).isEmpty();
    here = mine;
    batcher.checkTimeouts(System.nanoTime());
    assertAccepted(1, outcome);
    assertGoesOn();
  }

  @Test
  void anEventLoopThatLosesTasksIsHelpedByTheNextLook() {
    CompletableFuture<CastOutcome> outcome = add(1);
    tasks.clear();
    batcher.checkTimeouts(System.nanoTime());
    assertAccepted(1, outcome);
    tasks.clear();
    CompletableFuture<CastOutcome> next = add(2);
    batcher.checkTimeouts(System.nanoTime());
    batcher.checkTimeouts(System.nanoTime());
    runTasks();
    assertAccepted(2, next);
    assertThat(batches).hasSize(2);
    assertGoesOn();
  }

  @Test
  void aFaultIsTheOneThatTheGridGave() {
    misdeeds.add(batch -> CompletableFuture.failedFuture(new IllegalStateException("gone")));
    CompletableFuture<CastOutcome> outcome = add(1);
    runTasks();
    assertThatThrownBy(outcome::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("gone");
  }
}
