package dev.oncue.hotrod;

import dev.oncue.poll.PollFixtures;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Emojis;
import dev.oncue.reaction.Reaction;
import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionMark;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.engine.GridCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a reaction costs the servers, with one emoji and with all of them, and what a feed's reading
 * of the totals costs. No test: run it by {@code infinispan-config/bench reactions}, on a machine
 * that does nothing else.
 */
class ReactionBench {
  private static final int SERVERS = Integer.getInteger("oncue.bench.servers", 2);
  private static final int REACTIONS = Integer.getInteger("oncue.bench.reactions", 100_000);
  private static final int READINGS = Integer.getInteger("oncue.bench.readings", 2_000);
  private static final List<Emoji> ALL = Emojis.all();

  @TempDir Path folder;

  @Test
  void measure() throws Exception {
    try (GridCluster cluster = new GridCluster(folder, SERVERS);
        HotRodGrid hotrod = Connected.to(cluster)) {
      Reactions reactions = hotrod.grid().reactions();
      send(reactions, PollFixtures.freshStream(), ALL.size(), 64);
      System.out.printf("%d servers, one call in flight%n", SERVERS);
      System.out.println("emojis | reactions per call | µs CPU per reaction: servers | client");
      for (int size : new int[] {1, 16, 64, 256, 1024}) {
        for (int emojis : new int[] {1, ALL.size()}) {
          StreamId stream = PollFixtures.freshStream();
          measure(cluster, emojis, size, () -> send(reactions, stream, emojis, size));
        }
      }
      StreamId stream = PollFixtures.freshStream();
      send(reactions, stream, ALL.size(), 1024);
      System.out.println("a reaction and a reading of | µs CPU: servers | client");
      read(cluster, reactions, stream, false);
      read(cluster, reactions, stream, true);
    }
  }

  private static void send(Reactions reactions, StreamId stream, int emojis, int size) {
    Instant now = Instant.now();
    for (int from = 0; from < REACTIONS; from += size) {
      List<Reaction> batch = new ArrayList<>(size);
      for (int i = from; i < from + size; i++) {
        // Each viewer stays below the limit.
        batch.add(new Reaction(stream, stream.name() + i / 10, ALL.get(i % emojis), now));
      }
      if (!reactions.send(batch).toCompletableFuture().join().stream()
          .allMatch(Reactions.Outcome.Counted.class::isInstance)) {
        throw new IllegalStateException("one was not counted");
      }
    }
  }

  private static void measure(GridCluster cluster, int emojis, int size, Runnable task) {
    Duration servers = cluster.cpu();
    Duration client = ownCpu();
    task.run();
    System.out.printf(
        Locale.ROOT,
        "%6d | %18d | %28.2f | %6.2f%n",
        emojis,
        size,
        micros(cluster.cpu().minus(servers)) / REACTIONS,
        micros(ownCpu().minus(client)) / REACTIONS);
  }

  /** Each reading comes after a reaction, as a feed's tick does. */
  private static void read(GridCluster cluster, Reactions reactions, StreamId stream, boolean all) {
    ReactionMark mark = ReactionMark.START;
    Duration servers = cluster.cpu();
    Duration client = ownCpu();
    for (int i = 0; i < READINGS; i++) {
      Reaction one = new Reaction(stream, stream.name() + "-r" + i / 10, ALL.get(0), Instant.now());
      reactions.send(List.of(one)).toCompletableFuture().join();
      ReactionChanges changes =
          reactions.changes(stream, all ? ReactionMark.START : mark).toCompletableFuture().join();
      mark = changes.mark();
    }
    System.out.printf(
        Locale.ROOT,
        "%s | %8.2f | %6.2f%n",
        all ? "all that there is" : "what is new      ",
        micros(cluster.cpu().minus(servers)) / READINGS,
        micros(ownCpu().minus(client)) / READINGS);
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1e3;
  }
}
