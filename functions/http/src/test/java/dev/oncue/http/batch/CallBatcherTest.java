package dev.oncue.http.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batcher on a grid that answers when the test says so, from the test's thread. */
@Timeout(60)
class CallBatcherTest {
  private static final int MAX_IN_CALL = 100;
  private static final int MAX_WAITING = 1_000;
  private static final Vertx VERTX = Vertx.vertx();

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final CallBatcher<Integer, String> batcher = batcher(this::call);

  private record Call(List<Integer> questions, CompletableFuture<List<String>> answers) {
    void answer() {
      answers.complete(questions.stream().map(CallBatcherTest::expected).toList());
    }
  }

  private static CallBatcher<Integer, String> batcher(
      Function<List<Integer>, CompletionStage<List<String>>> grid) {
    return new CallBatcher<>(VERTX, grid, MAX_IN_CALL, MAX_WAITING);
  }

  private static String expected(int question) {
    return "answer to " + question;
  }

  private CompletionStage<List<String>> call(List<Integer> questions) {
    Call call = new Call(List.copyOf(questions), new CompletableFuture<>());
    calls.add(call);
    return call.answers();
  }

  @AfterAll
  static void stop() {
    VERTX.close();
  }

  private Call next() throws InterruptedException {
    Call call = calls.poll(30, TimeUnit.SECONDS);
    assertThat(call).isNotNull();
    return call;
  }

  private CompletableFuture<List<String>> ask(Integer... questions) {
    return batcher.ask(List.of(questions)).toCompletableFuture();
  }

  private static <T> T value(CompletableFuture<T> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  private void awaitWaiting(int number) {
    await().until(() -> batcher.waiting() == number);
  }

  private void assertAnswered(CompletableFuture<List<String>> answer, Integer... questions)
      throws Exception {
    assertThat(value(answer))
        .containsExactlyElementsOf(
            List.of(questions).stream().map(CallBatcherTest::expected).toList());
  }

  @Test
  void oneThatComesAloneDoesNotWait() throws Exception {
    CompletableFuture<List<String>> answer = ask(1);
    Call call = next();
    assertThat(call.questions()).containsExactly(1);
    assertThat(batcher.waiting()).isEqualTo(1);
    call.answer();
    assertAnswered(answer, 1);
    awaitWaiting(0);
  }

  @Test
  void thoseWhoComeWhileACallIsUnderWayShareTheNextOne() throws Exception {
    CompletableFuture<List<String>> first = ask(0);
    Call call = next();
    List<CompletableFuture<List<String>>> crowd =
        IntStream.range(0, 30).mapToObj(i -> ask(3 * i, 3 * i + 1, 3 * i + 2)).toList();
    call.answer();
    assertAnswered(first, 0);
    Call shared = next();
    assertThat(shared.questions()).hasSize(90);
    shared.answer();
    for (int i = 0; i < crowd.size(); i++) {
      assertAnswered(crowd.get(i), 3 * i, 3 * i + 1, 3 * i + 2);
    }
    awaitWaiting(0);
    assertThat(calls).isEmpty();
  }

  @Test
  void aCallCarriesNoMoreThanItMayAndNobodyIsTornApart() throws Exception {
    ask(0);
    Call call = next();
    for (int i = 0; i < 30; i++) {
      ask(1, 2, 3, 4, 5, 6, 7, 8);
    }
    call.answer();
    List<Integer> sizes = new ArrayList<>();
    for (int carried = 0; carried < 240; ) {
      Call shared = next();
      sizes.add(shared.questions().size());
      carried += shared.questions().size();
      shared.answer();
    }
    assertThat(sizes).containsExactly(96, 96, 48);
  }

  @Test
  void whoAsksMoreThanOneCallMayCarryIsAnsweredBySeveral() throws Exception {
    Integer[] questions = IntStream.range(0, 2 * MAX_IN_CALL + 50).boxed().toArray(Integer[]::new);
    CompletableFuture<List<String>> answer = ask(questions);
    for (int i = 0; i < 3; i++) {
      next().answer();
    }
    assertAnswered(answer, questions);
    assertThat(value(ask())).isEmpty();
  }

  @Test
  void whatFailsIsToldToThoseWhoWaitForItAndTheLaneGoesOn() throws Exception {
    CompletableFuture<List<String>> failed = ask(1);
    next().answers().completeExceptionally(new IllegalStateException("lost"));
    assertThatThrownBy(() -> value(failed)).hasRootCauseMessage("lost");
    CompletableFuture<List<String>> good = ask(2);
    next().answer();
    assertAnswered(good, 2);
    awaitWaiting(0);
  }

  @Test
  void aGridThatThrowsOrMiscountsIsAFaultLikeAnyOther() throws Exception {
    CallBatcher<Integer, String> throwing =
        batcher(
            questions -> {
              throw new IllegalStateException("thrown");
            });
    CallBatcher<Integer, String> miscounting =
        batcher(questions -> CompletableFuture.completedFuture(List.of("one", "too many")));
    for (CallBatcher<Integer, String> broken : List.of(throwing, miscounting)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> value(broken.ask(List.of(1)).toCompletableFuture()))
            .isInstanceOf(ExecutionException.class)
            .hasRootCauseInstanceOf(IllegalStateException.class);
      }
      await().until(() -> broken.waiting() == 0);
    }
  }

  @Test
  void aCallThatIsNeverAnsweredEndsForAllAndTheLaneGoesOn() throws Exception {
    CompletableFuture<List<String>> lost = ask(1);
    Call hanging = next();
    CompletableFuture<List<String>> behind = ask(2);
    assertRefused(lost, Problem.GRID_UNAVAILABLE);
    assertRefused(behind, Problem.GRID_UNAVAILABLE);
    CompletableFuture<List<String>> later = ask(3);
    Call second = next();
    assertThat(second.questions()).containsExactly(3);
    // An answer that comes after all is nobody's.
    hanging.answer();
    second.answer();
    assertAnswered(later, 3);
    awaitWaiting(0);
  }

  @Test
  void whoStillWaitsForACallThatIsLateGetsTheOwnAnswer() throws Exception {
    CompletableFuture<List<String>> first = ask(1);
    Call hanging = next();
    CompletableFuture<List<String>> early = ask(2, 3);
    assertThatThrownBy(() -> first.get(1, TimeUnit.SECONDS)).isNotNull();
    CompletableFuture<List<String>> late = ask(4);
    hanging.answer();
    assertAnswered(first, 1);
    Call shared = next();
    assertRefused(early, Problem.GRID_UNAVAILABLE);
    shared.answer();
    assertAnswered(late, 4);
    awaitWaiting(0);
  }

  @Test
  void beyondTheBoundOneIsRefusedAtOnceAndTakesNoPlace() throws Exception {
    CompletableFuture<List<String>> first = ask(1);
    Call call = next();
    Integer[] many = IntStream.range(0, MAX_IN_CALL).boxed().toArray(Integer[]::new);
    for (int i = 0; i < 9; i++) {
      ask(many);
    }
    CompletableFuture<List<String>> refused = ask(many);
    assertThat(refused).isCompletedExceptionally();
    assertRefused(refused, Problem.OVERLOADED);
    assertThat(batcher.waiting()).isEqualTo(901);
    call.answer();
    assertAnswered(first, 1);
    for (int i = 0; i < 9; i++) {
      next().answer();
    }
    awaitWaiting(0);
  }

  @Test
  void theAnswerComesOnTheEventLoopThatAsked() throws Exception {
    Context asker = VERTX.getOrCreateContext();
    CompletableFuture<Context> answeredOn = new CompletableFuture<>();
    asker.runOnContext(
        there -> ask(1).thenAccept(answer -> answeredOn.complete(Vertx.currentContext())));
    next().answer();
    assertThat(value(answeredOn)).isSameAs(asker);
  }

  /**
   * Many ask from many threads a grid that answers late, in any order and on threads of its own.
   */
  @Test
  void inACrowdEverybodyGetsTheOwnAnswer() throws Exception {
    CallBatcher<Integer, String> busy =
        batcher(
            questions ->
                CompletableFuture.supplyAsync(
                    () -> questions.stream().map(CallBatcherTest::expected).toList(),
                    CompletableFuture.delayedExecutor(
                        ThreadLocalRandom.current().nextInt(3), TimeUnit.MILLISECONDS)));
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int own = thread * 100_000;
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 500; i++) {
                  int question = own + 2 * i;
                  assertThat(busy.ask(List.of(question, question + 1)).toCompletableFuture().join())
                      .containsExactly(expected(question), expected(question + 1));
                }
              },
              task -> new Thread(task).start()));
    }
    for (CompletableFuture<Void> thread : threads) {
      value(thread);
    }
    await().until(() -> busy.waiting() == 0);
  }

  private static void assertRefused(CompletableFuture<?> answer, Problem problem) {
    assertThatThrownBy(() -> value(answer))
        .cause()
        .isInstanceOfSatisfying(
            ProblemException.class, refusal -> assertThat(refusal.problem()).isEqualTo(problem));
  }
}
