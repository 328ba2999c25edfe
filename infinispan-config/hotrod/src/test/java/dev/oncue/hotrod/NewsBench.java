package dev.oncue.hotrod;

import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.engine.GridCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon an opened poll is known to every function, with as many polls kept as retention keeps,
 * while the functions compare all polls as they always do; how long a function takes to know all of
 * them at its start; and what functions that have nothing to do cost. No test: run it by {@code
 * infinispan-config/bench news}, on a machine that does nothing else.
 */
class NewsBench {
  private static final int SERVERS = Integer.getInteger("oncue.bench.servers", 2);
  private static final int POLLS = Integer.getInteger("oncue.bench.polls", 10_000);
  private static final int FUNCTIONS = Integer.getInteger("oncue.bench.functions", 10);
  private static final int OPENINGS = Integer.getInteger("oncue.bench.openings", 500);
  private static final int PAUSE_MILLIS = Integer.getInteger("oncue.bench.pause", 100);
  private static final int IDLE_SECONDS = Integer.getInteger("oncue.bench.idle", 60);

  @TempDir Path folder;

  @Test
  void measure() throws Exception {
    List<HotRodGrid> functions = new ArrayList<>();
    try (GridCluster cluster = new GridCluster(folder, SERVERS);
        HotRodGrid opener = Connected.to(cluster)) {
      long begin = System.nanoTime();
      List<Poll> kept = ManyPolls.add(opener.grid(), POLLS);
      System.out.printf(
          Locale.ROOT,
          "%d servers, %,d polls kept (added in %.1f s), %d functions%n",
          SERVERS,
          POLLS,
          seconds(begin),
          FUNCTIONS);
      start(cluster, functions);
      open(opener.grid(), functions, kept.get(0).id().stream());
      idle(cluster);
    } finally {
      functions.forEach(HotRodGrid::close);
    }
  }

  private static double seconds(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static void start(GridCluster cluster, List<HotRodGrid> functions) {
    long[] nanos = new long[FUNCTIONS];
    for (int i = 0; i < FUNCTIONS; i++) {
      long begin = System.nanoTime();
      HotRodGrid function = HotRodGrid.start(Connected.settings(cluster));
      functions.add(function);
      await().atMost(Duration.ofMinutes(2)).until(() -> knowsAll(function));
      nanos[i] = System.nanoTime() - begin;
    }
    print("from the start of a function until it knows all polls, one after the other", nanos);
  }

  private static boolean knowsAll(HotRodGrid function) {
    return function
        .grid()
        .polls()
        .all()
        .handle((all, fault) -> fault == null && all.size() >= POLLS)
        .toCompletableFuture()
        .join();
  }

  private static void open(Grid opener, List<HotRodGrid> functions, StreamId stream)
      throws InterruptedException {
    Map<Poll, CountDownLatch> awaited = new ConcurrentHashMap<>();
    for (HotRodGrid function : functions) {
      function
          .grid()
          .polls()
          .watch(
              poll -> {
                CountDownLatch latch = awaited.get(poll);
                if (latch != null) {
                  latch.countDown();
                }
              });
    }
    long[] nanos = new long[OPENINGS];
    for (int i = 0; i < OPENINGS; i++) {
      Poll poll = ManyPolls.poll(stream, "news-" + i);
      CountDownLatch latch = new CountDownLatch(FUNCTIONS);
      awaited.put(poll, latch);
      long begin = System.nanoTime();
      opener.polls().add(poll).toCompletableFuture().join();
      if (!latch.await(30, TimeUnit.SECONDS)) {
        System.out.println("not told to all within 30 s");
      }
      nanos[i] = System.nanoTime() - begin;
      awaited.remove(poll);
      Thread.sleep(PAUSE_MILLIS);
    }
    print("from the call that opens a poll until all functions' listeners were told", nanos);
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%s: p50 %.1f ms, p99 %.1f ms, max %.1f ms (%d)%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[(nanos.length * 99 - 1) / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6,
        nanos.length);
  }

  private static void idle(GridCluster cluster) throws InterruptedException {
    Duration servers = cluster.cpu();
    Duration client = ownCpu();
    Thread.sleep(Duration.ofSeconds(IDLE_SECONDS).toMillis());
    System.out.printf(
        Locale.ROOT,
        "with nothing to do, ms CPU a second: servers %.1f, all functions %.1f%n",
        perSecond(cluster.cpu().minus(servers)),
        perSecond(ownCpu().minus(client)));
  }

  private static double perSecond(Duration cpu) {
    return cpu.toMillis() / (double) IDLE_SECONDS;
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
