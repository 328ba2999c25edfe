package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * What a vote costs: the packaged local engine, and the function vote with some servers, beside a
 * bare Vert.x server and what a team would put together by hand, all with the same requests, in
 * rounds by turns. Well when every vote of every measured round was accepted and the final result
 * has as many ballots.
 */
public final class VoteBench {
  private final LocalEngine localEngine;
  private final Path clusterScript;
  private final Peers peers;
  private final Lineup lineup;
  private final Path out;
  private final int warmUps;
  private final int rounds;
  private final int votes;
  private final int connections;
  private final Tokens tokens = new Tokens(LocalEngine.secret());

  private VoteBench(Options options) throws BadOptionException {
    boolean quick = options.has("--quick");
    localEngine = LocalEngine.of(options, "-Xmx1g -XX:+UseParallelGC");
    clusterScript =
        Path.of(options.text("--cluster", "infinispan-config/cluster")).toAbsolutePath();
    peers =
        new Peers(
            Path.of(options.text("--peers", "loadtest-scripts/peers")).toAbsolutePath(),
            localEngine.jvmFlags(),
            !options.has("--peers-without-tokens"));
    lineup = lineup(options);
    out = Path.of(options.text("--out", "target/bench"));
    warmUps = options.integer("--warm-up", quick ? 4 : 30, 0, 100);
    rounds = options.integer("--rounds", quick ? 3 : 7, 1, 100);
    votes = options.integer("--votes", quick ? 10_000 : 50_000, 1_000, 500_000);
    connections = options.integer("--connections", 64, 1, 1_000);
  }

  private static Lineup lineup(Options options) throws BadOptionException {
    return options.has("--variants")
        ? Lineup.parse(options.text("--variants", ""), Tool::isThere)
        : Lineup.whatIsThere(Tool::isThere);
  }

  /** Runs the bench and exits with 0 when all rounds were correct. */
  public static void main(String[] args) {
    Program.start(words -> new VoteBench(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    return Options.parse(
        words,
        Set.of(
            "--engine",
            "--cluster",
            "--peers",
            "--variants",
            "--out",
            "--jvm-flags",
            "--warm-up",
            "--rounds",
            "--votes",
            "--connections"),
        Set.of("--quick", "--peers-without-tokens"));
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    if (!Cpu.canMeasure()) {
      throw new IOException("CPU times are read from /proc, which this system has not");
    }
    if (!lineup.leftOut().isEmpty()) {
      System.out.println(lineup.remark());
    }
    Files.createDirectories(out);
    peers.prepare(lineup.kinds());
    Deque<Closeable> started = new ArrayDeque<>();
    try (LoadGenerator load = new LoadGenerator(connections)) {
      List<Variant> variants = new ArrayList<>();
      for (Kind kind : lineup.kinds()) {
        variants.add(start(kind, started));
      }
      return compare(load, variants);
    } finally {
      for (Closeable each : started) {
        each.close();
      }
    }
  }

  private Variant start(Kind kind, Deque<Closeable> started)
      throws IOException, InterruptedException, TimeoutException {
    return switch (kind) {
      case FLOOR -> {
        ServerProcess server = localEngine.startFloor(out.resolve("floor.log"));
        started.push(server::close);
        yield single(kind, server, null);
      }
      case LOCAL -> {
        TemporaryFolder data = TemporaryFolder.create();
        started.push(data::close);
        ServerProcess server = localEngine.start(data.path(), out.resolve("local.log"));
        started.push(server::close);
        Targets all = Targets.all(Target.local(server.port()));
        yield single(kind, server, new Engine(all, tokens.producer("bench")));
      }
      case ONE_SERVER, TWO_SERVERS, THREE_SERVERS -> {
        TemporaryFolder data = TemporaryFolder.create();
        started.push(data::close);
        Cluster cluster =
            Cluster.start(clusterScript, data.path(), kind.servers(), localEngine.jvmFlags());
        started.push(cluster::close);
        yield cluster.variant(kind.toString(), tokens);
      }
      case REDIS, REDIS_BATCHED, NODE_REDIS -> {
        Peer peer = peers.start(kind, out);
        started.push(peer::close);
        yield peer.variant(tokens);
      }
    };
  }

  private static Variant single(Kind kind, ServerProcess server, Engine engine)
      throws IOException, InterruptedException, TimeoutException {
    server.awaitListening();
    String name = kind.toString();
    return new Variant(name, server.port(), Map.of(name, server.pid()), engine);
  }

  private boolean compare(LoadGenerator load, List<Variant> variants)
      throws IOException, InterruptedException, TimeoutException {
    describe();
    for (int i = 1; i <= warmUps; i++) {
      Votes prepared = Votes.prepare("warm-up-" + i, votes, tokens);
      for (Variant variant : variants) {
        variant.send(load, prepared);
      }
    }
    for (int i = 1; i <= rounds; i++) {
      Votes prepared = Votes.prepare("round-" + i, votes, tokens);
      // By turns another one first: whatever drifts on the machine hits all alike.
      List<Variant> order = new ArrayList<>(variants);
      Collections.rotate(order, i);
      for (Variant variant : order) {
        variant.measure(load, prepared);
      }
    }
    BenchReport report = new BenchReport(variants);
    report.print();
    report.write(out);
    return variants.stream().allMatch(each -> Figures.median(each.rounds()).correct());
  }

  private void describe() {
    System.out.printf(
        "%d rounds of %d votes after %d to warm up, %d connections, closed loop; %d cores, Java %s,"
            + " flags %s%n",
        rounds,
        votes,
        warmUps,
        connections,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        localEngine.jvmFlags());
  }
}
