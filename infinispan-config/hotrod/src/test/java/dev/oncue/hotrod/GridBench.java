package dev.oncue.hotrod;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.engine.GridCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a ballot costs the servers, and how long a close takes. No test: run it by {@code
 * infinispan-config/bench}, on a machine that does nothing else.
 */
class GridBench {
  private static final int SERVERS = Integer.getInteger("oncue.bench.servers", 2);
  private static final int SHARDS = Integer.getInteger("oncue.bench.shards", 2);
  private static final int BALLOTS = 100_000;
  private static final int POLLS = Integer.getInteger("oncue.bench.polls", 10);

  /** Before that, the compiler's threads are a good part of what a server costs. */
  private static final int WARM_UP_POLLS = Integer.getInteger("oncue.bench.warm-up", 90);

  @TempDir Path folder;

  @Test
  void measure() throws Exception {
    try (GridCluster cluster = new GridCluster(folder, SERVERS);
        HotRodGrid hotrod = Connected.to(cluster)) {
      Grid grid = hotrod.grid();
      System.out.printf(
          "%d servers, %d shards, polls of %,d ballots, one call in flight for each shard%n",
          SERVERS, SHARDS, BALLOTS);
      for (int i = 0; i < WARM_UP_POLLS; i++) {
        discard(grid, fill(grid, 64));
      }
      System.out.println("ballots per call | µs CPU per ballot: servers | client | ballots/s");
      for (int size : new int[] {16, 64, 256, 1024}) {
        fill(grid, cluster, size).print();
      }
      measureClose(grid, cluster);
    }
  }

  private record Cost(int size, double servers, double client, double perSecond) {
    void print() {
      System.out.printf(
          Locale.ROOT, "%16d | %26.2f | %6.2f | %,9.0f%n", size, servers, client, perSecond);
    }
  }

  private Cost fill(Grid grid, GridCluster cluster, int size) {
    Duration servers = cluster.cpu();
    Duration client = ownCpu();
    long start = System.nanoTime();
    for (int i = 0; i < POLLS; i++) {
      discard(grid, fill(grid, size));
    }
    double ballots = (double) POLLS * BALLOTS;
    return new Cost(
        size,
        micros(cluster.cpu().minus(servers)) / ballots,
        micros(ownCpu().minus(client)) / ballots,
        ballots * 1e9 / (System.nanoTime() - start));
  }

  private static Poll fill(Grid grid, int size) {
    Poll poll = PollFixtures.freshPoll().shards(SHARDS).build();
    grid.polls().add(poll).toCompletableFuture().join();
    List<List<Cast>> ofShard = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      ofShard.add(new ArrayList<>());
    }
    for (int number = 0; number < BALLOTS; number++) {
      String viewer = "viewer-" + number;
      ofShard.get(poll.shardOf(viewer)).add(new Cast(viewer, new Ballot(1 + number % 2, number)));
    }
    List<CompletableFuture<Void>> batchers = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      batchers.add(cast(grid, poll, shard, ofShard.get(shard), size));
    }
    batchers.forEach(CompletableFuture::join);
    return poll;
  }

  private static CompletableFuture<Void> cast(
      Grid grid, Poll poll, int shard, List<Cast> casts, int size) {
    if (casts.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    int end = Math.min(size, casts.size());
    return grid.ballotBoxes()
        .cast(poll, shard, new CastBatch(false, casts.subList(0, end)))
        .thenCompose(done -> cast(grid, poll, shard, casts.subList(end, casts.size()), size))
        .toCompletableFuture();
  }

  /** What lies there from before would be measured, too: as garbage collection. */
  private static void discard(Grid grid, Poll poll) {
    grid.ballotBoxes().discard(poll).toCompletableFuture().join();
    grid.polls().remove(poll.id()).toCompletableFuture().join();
  }

  private void measureClose(Grid grid, GridCluster cluster) {
    PollLifecycle lifecycle = new PollLifecycle(grid, Clock.systemUTC(), SHARDS);
    List<Double> closes = new ArrayList<>();
    List<Double> seals = new ArrayList<>();
    List<Double> recounts = new ArrayList<>();
    List<Double> readings = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      Poll poll = fill(grid, 1024);
      readings.add(millis(() -> grid.ballotBoxes().tally(poll).toCompletableFuture().join()));
      closes.add(
          millis(
              () -> {
                Poll closed = lifecycle.close(poll.id()).toCompletableFuture().join().orElseThrow();
                if (closed.result().tally().ballots() != BALLOTS || !closed.result().certified()) {
                  throw new IllegalStateException("not exact: " + closed.result());
                }
              }));
      seals.add(millis(() -> grid.ballotBoxes().seal(poll).toCompletableFuture().join()));
      recounts.add(millis(() -> grid.ballotBoxes().recount(poll).toCompletableFuture().join()));
      discard(grid, poll);
    }
    print("close by hand: final, certified result", closes);
    print("of it, one of two readings of the tally", readings);
    print("of it, sealing all shards (again)", seals);
    print("of it, recounting the journals", recounts);
  }

  private static double millis(Runnable task) {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static void print(String what, List<Double> millis) {
    Collections.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%s: median %.1f ms, max %.1f ms%n",
        what,
        millis.get(millis.size() / 2),
        millis.get(millis.size() - 1));
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1e3;
  }
}
