package dev.oncue.hotrod;

import static org.awaitility.Awaitility.await;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
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
  private static final int POLLS = 3;
  private static final int SHARDS = 2;
  private static final int BATCH = 64;
  private static final Duration AFTER_JOIN = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void measure() {
    System.out.printf(
        "a third server joins two; %d shards, each with one call of %d ballots under way%n",
        POLLS * SHARDS, BATCH);
    System.out.println("ballots in a shard | calls | longest silence of a shard, ms | exact");
    for (int ballots : new int[] {1_000, 25_000, 100_000, 200_000}) {
      measure(ballots);
    }
  }

  private void measure(int ballots) {
    try (GridCluster cluster = new GridCluster(folder.resolve("of-" + ballots), 3);
        HotRodGrid hotrod = cluster.connect()) {
      GridServer third = cluster.servers().get(2);
      third.stop();
      awaitServers(cluster, 2);
      BallotBoxes boxes = hotrod.grid().ballotBoxes();
      List<Lane> lanes = new ArrayList<>();
      for (int poll = 0; poll < POLLS; poll++) {
        lanes.addAll(lanes(boxes, ballots));
      }
      lanes.forEach(lane -> lane.castUntil(() -> lane.cast.get() >= ballots).join());
      lanes.forEach(lane -> lane.longestNanos.set(0));

      long[] end = {Long.MAX_VALUE};
      List<CompletableFuture<Void>> running =
          lanes.stream().map(lane -> lane.castUntil(() -> System.nanoTime() > end[0])).toList();
      third.launch();
      third.awaitReady();
      awaitServers(cluster, 3);
      end[0] = System.nanoTime() + AFTER_JOIN.toNanos();
      running.forEach(CompletableFuture::join);

      long longest = lanes.stream().mapToLong(lane -> lane.longestNanos.get()).max().orElseThrow();
      int calls = lanes.stream().mapToInt(lane -> lane.cast.get() - ballots).sum() / BATCH;
      System.out.printf(
          "%,18d | %,5d | %31d | %s%n", ballots, calls, longest / 1_000_000, isExact(lanes));
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

  private static boolean isExact(List<Lane> lanes) {
    int cast = lanes.stream().mapToInt(lane -> lane.cast.get()).sum();
    int counted =
        lanes.stream()
            .filter(lane -> lane.shard == 0)
            .map(lane -> lane.boxes.seal(lane.poll).toCompletableFuture().join())
            .mapToInt(Tally::ballots)
            .sum();
    return counted == cast;
  }

  private static List<Lane> lanes(BallotBoxes boxes, int ballots) {
    Poll poll = PollFixtures.freshPoll().shards(SHARDS).build();
    List<Lane> lanes = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      lanes.add(new Lane(boxes, poll, shard));
    }
    return lanes;
  }

  /** Ballots on their way into one shard, a batch at a time. */
  private static final class Lane {
    final BallotBoxes boxes;
    final Poll poll;
    final int shard;
    final AtomicInteger cast = new AtomicInteger();
    final AtomicLong longestNanos = new AtomicLong();

    Lane(BallotBoxes boxes, Poll poll, int shard) {
      this.boxes = boxes;
      this.poll = poll;
      this.shard = shard;
    }

    /** A batch that fails is cast again: it counts once. */
    CompletableFuture<Void> castUntil(BooleanSupplier done) {
      List<Cast> casts = new ArrayList<>(BATCH);
      for (int i = cast.get(); i < cast.get() + BATCH; i++) {
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
