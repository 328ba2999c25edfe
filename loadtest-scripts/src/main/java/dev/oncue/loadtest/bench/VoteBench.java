package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * What a vote costs: the packaged local engine beside a bare Vert.x server, both with the same
 * requests, in rounds by turns. Well when every vote of every measured round was accepted and the
 * final result has as many ballots.
 */
public final class VoteBench {
  private final LocalEngine localEngine;
  private final Path out;
  private final int warmUps;
  private final int rounds;
  private final int votes;
  private final int connections;
  private final Tokens tokens = new Tokens(LocalEngine.secret());

  private VoteBench(Options options) throws BadOptionException {
    boolean quick = options.has("--quick");
    localEngine = LocalEngine.of(options, "-Xmx1g -XX:+UseParallelGC");
    out = Path.of(options.text("--out", "target/bench"));
    warmUps = options.integer("--warm-up", quick ? 2 : 30, 0, 100);
    rounds = options.integer("--rounds", quick ? 3 : 7, 1, 100);
    votes = options.integer("--votes", quick ? 20_000 : 50_000, 1_000, 500_000);
    connections = options.integer("--connections", 64, 1, 1_000);
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
            "--out",
            "--jvm-flags",
            "--warm-up",
            "--rounds",
            "--votes",
            "--connections"),
        Set.of("--quick"));
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    if (!ServerProcess.canMeasure()) {
      throw new IOException("CPU times are read from /proc, which this system has not");
    }
    Files.createDirectories(out);
    try (TemporaryFolder data = TemporaryFolder.create();
        ServerProcess floor = localEngine.startFloor(out.resolve("floor.log"));
        ServerProcess local = localEngine.start(data.path(), out.resolve("local.log"));
        LoadGenerator load = new LoadGenerator(connections)) {
      floor.awaitListening();
      local.awaitListening();
      return compare(load, new Variant("floor", floor, null), local(local));
    }
  }

  private Variant local(ServerProcess server) {
    Engine engine = new Engine(Targets.all(Target.local(server.port())), tokens.producer("bench"));
    return new Variant("local", server, engine);
  }

  private boolean compare(LoadGenerator load, Variant floor, Variant local)
      throws IOException, InterruptedException, TimeoutException {
    describe();
    for (int i = 1; i <= warmUps; i++) {
      Votes prepared = Votes.prepare("warm-up-" + i, votes, tokens);
      floor.send(load, prepared);
      local.send(load, prepared);
    }
    for (int i = 1; i <= rounds; i++) {
      Votes prepared = Votes.prepare("round-" + i, votes, tokens);
      // By turns the first one: whatever drifts on the machine hits both alike.
      (i % 2 == 1 ? floor : local).measure(load, prepared);
      (i % 2 == 1 ? local : floor).measure(load, prepared);
    }
    BenchReport report = new BenchReport(floor, local);
    report.print();
    report.write(out.resolve("bench.json"));
    return Figures.median(floor.rounds()).correct() && Figures.median(local.rounds()).correct();
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
