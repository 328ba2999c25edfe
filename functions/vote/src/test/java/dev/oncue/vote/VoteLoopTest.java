package dev.oncue.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Receipts;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.poll.Poll;
import dev.oncue.testbed.Prepared;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The votes of a real event loop, on ballot boxes that answer when and where the test says so. */
class VoteLoopTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Poll POLL =
      Prepared.draft("default", "show").at(Instant.now(), 1, Receipts.withNewKey());

  private final EventLoop loop = new DefaultEventLoop();
  private final VoteCount count = new VoteCount(3);
  private final BlockingQueue<CastBatch> batches = new LinkedBlockingQueue<>();
  private volatile Function<CastBatch, CompletionStage<List<CastOutcome>>> shard;
  private VoteLoop votes;

  @BeforeEach
  void start() throws Exception {
    BallotBoxes boxes =
        (BallotBoxes)
            Proxy.newProxyInstance(
                BallotBoxes.class.getClassLoader(),
                new Class<?>[] {BallotBoxes.class},
                (proxy, method, arguments) -> cast((CastBatch) arguments[2]));
    votes = onLoop(() -> VoteLoop.start(loop, boxes, count));
  }

  private CompletionStage<List<CastOutcome>> cast(CastBatch batch) {
    // Before a test that waits for the batch chooses another.
    Function<CastBatch, CompletionStage<List<CastOutcome>>> chosen = shard;
    batches.add(batch);
    return chosen.apply(batch);
  }

  @AfterEach
  void stop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    return loop.submit(task).get(20, TimeUnit.SECONDS);
  }

  private static CompletionStage<List<CastOutcome>> accepted(CastBatch batch) {
    return CompletableFuture.completedFuture(
        batch.casts().stream()
            .<CastOutcome>map(cast -> new CastOutcome.Accepted(cast.ballot()))
            .toList());
  }

  /** A vote from its arrival to its end, as the desk takes it along. */
  private CompletableFuture<CastOutcome> vote(CompletionStage<Poll> poll, int number)
      throws Exception {
    return onLoop(
        () -> {
          WaitingVote vote = votes.arrive(System.nanoTime());
          return vote.await(poll)
              .thenCompose(found -> vote.cast(found, new Cast("v" + number, new Ballot(1, number))))
              .whenComplete((outcome, fault) -> vote.end())
              .toCompletableFuture();
        });
  }

  private CompletableFuture<CastOutcome> vote(int number) throws Exception {
    return vote(CompletableFuture.completedFuture(POLL), number);
  }

  private static void assertUnavailable(CompletableFuture<?> vote) {
    await().atMost(TIMEOUT).until(vote::isDone);
    assertThatThrownBy(vote::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.GRID_UNAVAILABLE));
  }

  @Test
  void whatIsCompleteDoesNotWait() throws Exception {
    onLoop(
        () -> {
          WaitingVote vote = votes.arrive(System.nanoTime());
          CompletableFuture<Integer> known = CompletableFuture.completedFuture(1);
          assertThat(vote.await(known)).isSameAs(known);
          vote.end();
          return null;
        });
    assertThat(count.now()).isZero();
  }

  /** The event loop has not looked at its sockets meanwhile. */
  @Test
  void theTimeInTheSocketCountsAsWaiting() throws Exception {
    onLoop(
        () -> {
          long busySince = System.nanoTime();
          WaitingVote vote = votes.arrive(busySince + 1_000_000_000);
          assertThat(vote.waitsSinceNanos() - busySince).isNegative();
          vote.end();
          return null;
        });
  }

  @Test
  void aPollThatIsFoundOnAForeignThreadIsVotedForOnTheEventLoop() throws Exception {
    shard = VoteLoopTest::accepted;
    CompletableFuture<Poll> found = new CompletableFuture<>();
    CompletableFuture<CastOutcome> vote = vote(found, 1);
    assertThat(count.now()).isEqualTo(1);
    CompletableFuture<Boolean> toldOnLoop = vote.thenApply(told -> loop.inEventLoop());
    found.complete(POLL);
    assertThat(toldOnLoop.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(vote).isCompletedWithValue(new CastOutcome.Accepted(new Ballot(1, 1)));
    assertThat(count.now()).isZero();
  }

  @Test
  void aPollThatIsNeverFoundEndsTheWait() throws Exception {
    CompletableFuture<Poll> never = new CompletableFuture<>();
    CompletableFuture<CastOutcome> vote = vote(never, 1);
    assertUnavailable(vote);
    assertThat(count.now()).isZero();
    never.complete(POLL);
    onLoop(() -> null);
    assertThat(batches).isEmpty();
  }

  @Test
  void ballotsThatAreNeverAnsweredEndTheWaitAndTheLaneGoesOn() throws Exception {
    CompletableFuture<List<CastOutcome>> never = new CompletableFuture<>();
    shard = batch -> never;
    CompletableFuture<CastOutcome> lost = vote(1);
    assertThat(batches.poll(20, TimeUnit.SECONDS).casts()).hasSize(1);
    shard = VoteLoopTest::accepted;
    CompletableFuture<CastOutcome> behind = vote(2);
    await().atMost(TIMEOUT).until(behind::isDone);
    assertThat(behind).isCompletedWithValue(new CastOutcome.Accepted(new Ballot(1, 2)));
    assertUnavailable(lost);
    await().atMost(TIMEOUT).until(() -> count.now() == 0);
    never.complete(List.of(new CastOutcome.Accepted(new Ballot(1, 1))));
    assertThat(vote(3).get(20, TimeUnit.SECONDS))
        .isEqualTo(new CastOutcome.Accepted(new Ballot(1, 3)));
    assertThat(count.now()).isZero();
  }

  @Test
  void aWaitForAPollCounts() throws Exception {
    CompletableFuture<Poll> never = new CompletableFuture<>();
    for (int i = 0; i < 3; i++) {
      vote(never, i);
    }
    assertThatThrownBy(() -> vote(never, 4))
        .cause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.OVERLOADED));
    assertThat(count.now()).isEqualTo(3);
    never.completeExceptionally(new IllegalStateException("gone"));
    await().atMost(TIMEOUT).until(() -> count.now() == 0);
  }

  @Test
  void whoFailsOnTheWayWaitsNoMore() throws Exception {
    shard =
        batch -> {
          throw new IllegalStateException("a shard that throws");
        };
    CompletableFuture<CastOutcome> vote = vote(1);
    await().atMost(TIMEOUT).until(vote::isDone);
    assertThat(vote).isCompletedExceptionally();
    assertThat(count.now()).isZero();
  }

  @Test
  void anotherThreadIsRefused() throws Exception {
    assertThatThrownBy(() -> votes.arrive(0)).isInstanceOf(IllegalStateException.class);
    WaitingVote vote = onLoop(() -> votes.arrive(System.nanoTime()));
    assertThatThrownBy(() -> vote.cast(POLL, new Cast("v", new Ballot(1, 1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Thread.currentThread().getName());
    assertThatThrownBy(() -> vote.await(new CompletableFuture<>()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(vote::end).isInstanceOf(IllegalStateException.class);
    assertThat(batches).isEmpty();
    await().atMost(TIMEOUT).until(() -> count.now() == 0);
  }
}
