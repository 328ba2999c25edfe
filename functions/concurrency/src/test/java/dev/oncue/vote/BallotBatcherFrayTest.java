package dev.oncue.vote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Fray;
import dev.oncue.OneLoop;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotShard;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A batcher whose shard answers on other threads while ballots come in. */
class BallotBatcherFrayTest {
  private static final int VIEWERS = 5;

  private static final class Shard {
    private final int failing;
    private final List<Thread> answering = new ArrayList<>();
    private BallotShard ballots = BallotShard.empty();
    private int batches;

    /**
     * @param failing the batch whose answer is lost
     */
    Shard(int failing) {
      this.failing = failing;
    }

    /** Called on the loop; a thread for each batch does it, and answers. */
    CompletionStage<List<CastOutcome>> cast(CastBatch batch) {
      CompletableFuture<List<CastOutcome>> answer = new CompletableFuture<>();
      int number = batches++;
      Thread thread = new Thread(() -> answer(batch, number, answer));
      answering.add(thread);
      thread.start();
      return answer;
    }

    private void answer(CastBatch batch, int number, CompletableFuture<List<CastOutcome>> answer) {
      List<CastOutcome> outcomes = count(batch);
      if (number == failing) {
        answer.completeExceptionally(new IllegalStateException("lost"));
      } else {
        answer.complete(outcomes);
      }
    }

    private synchronized List<CastOutcome> count(CastBatch batch) {
      BallotShard.CastResult result = ballots.cast(batch);
      ballots = result.shard();
      return result.outcomes();
    }
  }

  @Test
  void everyViewerIsToldOfTheOwnBallotAndTheLaneComesToRest() {
    Fray.orders(() -> vote(-1));
  }

  @Test
  void aLostAnswerIsToldToItsBatchAndTheLaneGoesOn() {
    Fray.orders(() -> vote(0));
  }

  private static void vote(int failing) throws Exception {
    Shard shard = new Shard(failing);
    AtomicInteger idle = new AtomicInteger();
    List<CompletableFuture<CastOutcome>> outcomes = new ArrayList<>();
    try (OneLoop loop = new OneLoop()) {
      BallotBatcher batcher =
          new BallotBatcher(
              shard::cast,
              false,
              new BallotBatcher.Owner(loop::isHere, loop, loop, done -> idle.incrementAndGet()));
      for (int i = 0; i < VIEWERS; i++) {
        CompletableFuture<CastOutcome> outcome = new CompletableFuture<>();
        outcomes.add(outcome);
        Cast cast = new Cast("v" + i, new Ballot(1 + i, i));
        loop.execute(() -> batcher.add(cast, outcome));
      }
      int lost = 0;
      for (int i = 0; i < VIEWERS; i++) {
        lost += isAnswered(outcomes.get(i), new Ballot(1 + i, i)) ? 0 : 1;
      }
      assertThat(lost > 0).isEqualTo(failing >= 0);
      while (idle.get() == 0) {
        // The batcher rests for one more round of its loop.
        CompletableFuture.runAsync(() -> {}, loop).join();
      }
    }
    for (Thread thread : shard.answering) {
      thread.join();
    }
    assertThat(shard.ballots.size()).isEqualTo(VIEWERS);
  }

  private static boolean isAnswered(CompletableFuture<CastOutcome> outcome, Ballot own) {
    try {
      assertThat(outcome.join()).isEqualTo(new CastOutcome.Accepted(own));
      return true;
    } catch (CompletionException lost) {
      return false;
    }
  }
}
