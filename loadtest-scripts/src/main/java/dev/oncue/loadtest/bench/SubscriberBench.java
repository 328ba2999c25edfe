package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Loop;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import dev.oncue.loadtest.feed.Arrivals;
import dev.oncue.loadtest.feed.Subscribers;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * What an idle subscriber of the feed costs the packaged local engine in memory: what lives in its
 * heap after a collection, and what the process holds outside of it. Well when it is no more than
 * asked for.
 */
public final class SubscriberBench {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String STREAM = "bench";

  /** All of the heap is there from the start, so that what is added to the process is not heap. */
  private static final String FLAGS = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch -XX:+UseParallelGC";

  private final LocalEngine localEngine;
  private final Path out;
  private final int subscribers;
  private final int mostKib;
  private final Tokens tokens = new Tokens(LocalEngine.secret());

  private SubscriberBench(Options options) throws BadOptionException {
    localEngine = LocalEngine.of(options, FLAGS);
    out = Path.of(options.text("--out", "target/bench"));
    subscribers = options.integer("--subscribers", 10_000, 1_000, 20_000);
    mostKib = options.integer("--at-most", 16, 1, 1_000);
  }

  /** Runs the bench and exits with 0 when a subscriber costs no more than asked for. */
  public static void main(String[] args) {
    Program.start(words -> new SubscriberBench(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    return Options.parse(
        words, Set.of("--engine", "--out", "--jvm-flags", "--subscribers", "--at-most"), Set.of());
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    Files.createDirectories(out);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (TemporaryFolder data = TemporaryFolder.create();
        ServerProcess server = localEngine.start(data.path(), out.resolve("subscribers.log"))) {
      server.awaitListening();
      Target target = Target.local(server.port());
      // Code, pools and tables that the first thousand make are not the next ones'.
      Loop.run(vertx, connected(vertx, target, 1_000)::leave, PATIENCE);
      Memory before = Memory.of(server.pid());
      Subscribers all = connected(vertx, target, subscribers);
      Memory after = Memory.of(server.pid());
      Loop.run(vertx, all::leave, PATIENCE);
      return report(before, after);
    } finally {
      Loop.await(vertx.close(), PATIENCE);
    }
  }

  private Subscribers connected(Vertx vertx, Target target, int count)
      throws IOException, InterruptedException, TimeoutException {
    Arrivals arrivals = new Arrivals(count, Duration.ZERO);
    Subscribers some = new Subscribers(vertx, target, STREAM, count, tokens, arrivals);
    Loop.run(vertx, some::connect, PATIENCE);
    return some;
  }

  private boolean report(Memory before, Memory after) {
    double heap = kib(before.heap(), after.heap());
    double outside = kib(before.resident(), after.resident());
    boolean little = heap + outside <= mostKib;
    System.out.printf(
        "%d idle subscribers: %.1f KiB each (heap %.1f, outside %.1f), %s %d%n",
        subscribers, heap + outside, heap, outside, little ? "at most" : "more than", mostKib);
    return little;
  }

  private double kib(long before, long after) {
    return (after - before) / 1024.0 / subscribers;
  }
}
