package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.CommandLines;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.feed.FeedStats;
import dev.oncue.loadtest.feed.Subscribers;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an idle subscriber of the feed costs the packaged local engine in memory. */
@Command(name = "bench/subscribers", resourceBundle = CommandLines.TEXTS)
public final class SubscriberBench implements Callable<Integer> {
  /** All of the heap is there from the start, so that what is added to the process is not heap. */
  private static final String FLAGS = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch -XX:+UseParallelGC";

  @Mixin BenchOptions options = new BenchOptions();

  @Option(names = "--subscribers", paramLabel = "1000..20000", defaultValue = "10000")
  int subscribers;

  @Option(names = "--at-most", paramLabel = "1..1000", defaultValue = "16")
  int mostKib;

  /** Runs the benchmark and exits with 0 when a subscriber costs no more than asked for. */
  public static void main(String[] args) {
    CommandLines.run(new SubscriberBench(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (Servers servers = options.servers(options.jvmFlags(FLAGS))) {
      ServerProcess server = servers.localEngine().awaitListening();
      // Code, pools and tables that the first thousand make are not the next ones'.
      connected(vertx, server, 1_000).leave();
      Memory before = Memory.of(server.process().pid());
      Subscribers all = connected(vertx, server, subscribers);
      Memory after = Memory.of(server.process().pid());
      all.leave();
      return report(before, after) ? 0 : 1;
    } finally {
      vertx.close();
    }
  }

  private static Subscribers connected(Vertx vertx, ServerProcess server, int count)
      throws IOException, InterruptedException {
    Target target = Target.local(server.port());
    FeedStats stats = new FeedStats(count, Duration.ZERO);
    Subscribers some = new Subscribers(vertx, target, "bench", count, BenchOptions.tokens(), stats);
    some.connect();
    return some;
  }

  private boolean report(Memory before, Memory after) {
    double heap = kib(before.heap(), after.heap());
    double outside = kib(before.resident(), after.resident());
    boolean inLimit = heap + outside <= mostKib;
    System.out.printf(
        "%d idle subscribers: %.1f KiB each (heap %.1f, outside %.1f), %s %d%n",
        subscribers, heap + outside, heap, outside, inLimit ? "at most" : "more than", mostKib);
    return inLimit;
  }

  private double kib(long before, long after) {
    return (after - before) / 1024.0 / subscribers;
  }
}
