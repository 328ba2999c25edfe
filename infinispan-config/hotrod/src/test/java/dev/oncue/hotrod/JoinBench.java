package dev.oncue.hotrod;

import static org.awaitility.Awaitility.await;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.testbed.engine.GridCluster;
import dev.oncue.testbed.engine.GridServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long votes wait while a server joins and shards of some size move to it. No test: run it by
 * {@code infinispan-config/bench join}, on a machine that does nothing else.
 */
class JoinBench {
  private static final int POLLS = Integer.getInteger("oncue.bench.polls", 1);
  private static final int SHARDS = Integer.getInteger("oncue.bench.shards", 1);
  private static final int BATCH = 64;
  private static final Duration AFTER_JOIN = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void measure() {
    System.out.printf(
        "a third server joins two; %d polls of %d shards, each with one call of %d ballots under way%n",
        POLLS, SHARDS, BATCH);
    System.out.println("ballots in a shard | calls | longest silence of a shard, ms | exact");
    for (int ballots : new int[] {6_400, 25_600, 102_400, 204_800}) {
      measure(ballots);
    }
  }

  private void measure(int ballots) {
    try (GridCluster cluster = new GridCluster(folder.resolve("of-" + ballots), 3);
        HotRodGrid hotrod = Connected.to(cluster)) {
      GridServer third = cluster.servers().get(2);
      third.stop();
      awaitServers(cluster, 2);
      BallotBoxes boxes = hotrod.grid().ballotBoxes();
      List<Batcher> batchers = new ArrayList<>();
      for (int poll = 0; poll < POLLS; poll++) {
        batchers.addAll(batchers(boxes, ballots));
      }
      batchers.forEach(batcher -> batcher.castUntil(() -> batcher.cast.get() >= ballots).join());
      batchers.forEach(Batcher::beginAnew);

      long[] end = {Long.MAX_VALUE};
      List<CompletableFuture<Void>> running =
          batchers.stream()
              .map(batcher -> batcher.castUntil(() -> System.nanoTime() > end[0]))
              .toList();
      third.launch();
      third.awaitReady();
      awaitServers(cluster, 3);
      end[0] = System.nanoTime() + AFTER_JOIN.toNanos();
      running.forEach(CompletableFuture::join);

      long longest =
          batchers.stream().mapToLong(batcher -> batcher.longestNanos.get()).max().orElseThrow();
      int calls = batchers.stream().mapToInt(batcher -> batcher.cast.get()).sum() / BATCH;
      System.out.printf(
          "%,18d | %,5d | %31d | %s%n",
          ballots, calls, longest / 1_000_000, isExact(batchers, ballots));
    }
  }

  private static void awaitServers(GridCluster cluster, int number) {
    await(number + " servers")
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                cluster.servers().stream()
                    .filter(GridServer::isAlive)
                    .allMatch(server -> server.sees() == number));
  }

  private static boolean isExact(List<Batcher> batchers, int ballots) {
    return batchers.stream()
        .filter(batcher -> batcher.shard == 0)
        .map(batcher -> batcher.boxes.seal(batcher.poll).toCompletableFuture().join())
        .map(Tally::ballots)
        .allMatch(counted -> counted == SHARDS * ballots);
  }

  private static List<Batcher> batchers(BallotBoxes boxes, int ballots) {
    Poll poll = PollFixtures.freshPoll().shards(SHARDS).build();
    List<Batcher> batchers = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      batchers.add(new Batcher(boxes, poll, shard, ballots));
    }
    return batchers;
  }

  /** Ballots on their way into one shard, a batch at a time. */
  private static final class Batcher {
    final BallotBoxes boxes;
    final Poll poll;
    final int shard;
    final int ballots;
    final AtomicInteger cast = new AtomicInteger();
    final AtomicLong longestNanos = new AtomicLong();

    Batcher(BallotBoxes boxes, Poll poll, int shard, int ballots) {
      this.boxes = boxes;
      this.poll = poll;
      this.shard = shard;
      this.ballots = ballots;
    }

    /** From now on the same ballots come again: the shard stays as large as it is. */
    void beginAnew() {
      cast.set(0);
      longestNanos.set(0);
    }

    /** A batch that fails is cast again: it counts once. */
    CompletableFuture<Void> castUntil(BooleanSupplier done) {
      List<Cast> casts = new ArrayList<>(BATCH);
      for (int n = cast.get(); n < cast.get() + BATCH; n++) {
        int i = n % ballots;
        casts.add(new Cast("viewer-" + i, new Ballot(1 + i % 2, i)));
      }
      return castAll(new CastBatch(false, casts), System.nanoTime())
          .thenComposeAsync(
              ignored ->
                  done.getAsBoolean()
                      ? CompletableFuture.<Void>completedFuture(null)
                      : castUntil(done))
          .toCompletableFuture();
    }

    private CompletionStage<Void> castAll(CastBatch batch, long begin) {
      return boxes
          .cast(poll, shard, batch)
          .handle(
              (outcomes, fault) -> {
                if (fault != null) {
                  return castAll(batch, begin);
                }
                cast.addAndGet(BATCH);
                longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
                return CompletableFuture.<Void>completedFuture(null);
              })
          .thenCompose(next -> next);
    }
  }
}
