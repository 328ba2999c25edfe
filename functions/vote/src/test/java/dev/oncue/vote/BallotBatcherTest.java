package dev.oncue.vote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/**
 * A batcher on a shard that answers when the test says so, on an event loop that is this thread. It
 * has paused at once where a test does not say otherwise.
 */
class BallotBatcherTest {
  private final List<CastBatch> batches = new ArrayList<>();
  private final List<CompletableFuture<List<CastOutcome>>> answers = new ArrayList<>();
  private int answered;
  private int idle;
  private Executor pause = Runnable::run;

  private final BallotBatcher batcher =
      new BallotBatcher(
          this::cast,
          true,
          new BallotBatcher.Owner(
              () -> true, Runnable::run, paused -> pause.execute(paused), batcher -> idle++));

  private CompletionStage<List<CastOutcome>> cast(CastBatch batch) {
    batches.add(batch);
    CompletableFuture<List<CastOutcome>> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  private CompletableFuture<CastOutcome> add(int number) {
    CompletableFuture<CastOutcome> outcome = new CompletableFuture<>();
    outcome.whenComplete((known, fault) -> answered++);
    batcher.add(new Cast("v" + number, new Ballot(1, number)), outcome);
    return outcome;
  }

  private void answer(int batch) {
    answers
        .get(batch)
        .complete(
            batches.get(batch).casts().stream()
                .<CastOutcome>map(cast -> new CastOutcome.Accepted(cast.ballot()))
                .toList());
  }

  private List<String> viewers(int batch) {
    return batches.get(batch).casts().stream().map(Cast::viewer).toList();
  }

  @Test
  void aBallotDoesNotWaitWhileNothingIsUnderWay() {
    CompletableFuture<CastOutcome> outcome = add(1);
    assertThat(viewers(0)).containsExactly("v1");
    assertThat(batches.get(0).revote()).isTrue();
    assertThat(outcome).isNotDone();
    answer(0);
    assertThat(outcome).isCompletedWithValue(new CastOutcome.Accepted(new Ballot(1, 1)));
    assertThat(answered).isEqualTo(1);
    assertThat(idle).isEqualTo(1);
  }

  @Test
  void whatArrivesWhileABatchIsUnderWayFormsTheNextInItsOrder() {
    add(1);
    List<CompletableFuture<CastOutcome>> outcomes = List.of(add(2), add(3), add(4));
    assertThat(batches).hasSize(1);
    answer(0);
    assertThat(batches).hasSize(2);
    assertThat(viewers(1)).containsExactly("v2", "v3", "v4");
    assertThat(idle).isZero();
    add(5);
    answer(1);
    for (int i = 0; i < outcomes.size(); i++) {
      assertThat(outcomes.get(i))
          .isCompletedWithValue(new CastOutcome.Accepted(new Ballot(1, i + 2)));
    }
    assertThat(viewers(2)).containsExactly("v5");
    answer(2);
    assertThat(answered).isEqualTo(5);
    assertThat(idle).isEqualTo(1);
  }

  @Test
  void theNextBatchIsOnItsWayBeforeTheViewersOfTheLastAreTold() {
    List<Integer> sentWhenTold = new ArrayList<>();
    add(1).thenRun(() -> sentWhenTold.add(batches.size()));
    add(2);
    answer(0);
    assertThat(sentWhenTold).containsExactly(2);
  }

  @Test
  void whatArrivesWhileTheLaneRestsGoesTogether() {
    List<Runnable> paused = new ArrayList<>();
    pause = paused::add;
    add(1);
    answer(0);
    add(2);
    add(3);
    assertThat(batches).hasSize(1);
    assertThat(idle).isZero();
    paused.remove(0).run();
    assertThat(viewers(1)).containsExactly("v2", "v3");
    answer(1);
    assertThat(idle).isZero();
    paused.remove(0).run();
    assertThat(idle).isEqualTo(1);
    assertThat(paused).isEmpty();
  }

  @Test
  void aLaneThatHasRestedWaitsForItsBatch() {
    List<Runnable> paused = new ArrayList<>();
    pause = paused::add;
    add(1);
    add(2);
    paused.remove(0).run();
    assertThat(batches).hasSize(1);
    answer(0);
    assertThat(viewers(1)).containsExactly("v2");
  }

  @Test
  void aBatchIsNeverLargerThanItMayBe() {
    add(0);
    for (int i = 1; i <= CastBatch.MAX_CASTS + 1; i++) {
      add(i);
    }
    answer(0);
    assertThat(batches.get(1).casts()).hasSize(CastBatch.MAX_CASTS);
    answer(1);
    assertThat(viewers(2)).containsExactly("v" + (CastBatch.MAX_CASTS + 1));
    answer(2);
    assertThat(answered).isEqualTo(CastBatch.MAX_CASTS + 2);
    assertThat(idle).isEqualTo(1);
  }

  @Test
  void aFaultFailsAllOfItsBatchAndTheLaneGoesOn() {
    CompletableFuture<CastOutcome> first = add(1);
    CompletableFuture<CastOutcome> second = add(2);
    CompletableFuture<CastOutcome> third = add(3);
    answer(0);
    assertThat(first).isCompleted();
    CompletableFuture<CastOutcome> fourth = add(4);
    answers.get(1).completeExceptionally(new IllegalStateException("the grid is gone"));
    assertThat(second).isCompletedExceptionally();
    assertThat(third).isCompletedExceptionally();
    assertThat(viewers(2)).containsExactly("v4");
    answer(2);
    assertThat(fourth).isCompleted();
    assertThat(answered).isEqualTo(4);
    assertThat(idle).isEqualTo(1);
  }
}
