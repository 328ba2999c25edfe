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
 * How long it takes from starting the local engine, with no data yet, until its first vote is
 * answered.
 */
public final class StartBench {
  private static final String POLL = "first";

  private final LocalEngine localEngine;
  private final Path out;
  private final int starts;
  private final Tokens tokens = new Tokens(LocalEngine.secret());

  private StartBench(Options options) throws BadOptionException {
    localEngine = LocalEngine.of(options, "");
    out = Path.of(options.text("--out", "target/bench"));
    starts = options.integer("--starts", 5, 1, 100);
  }

  /** Runs the bench and exits with 0 when each start led to an answered vote. */
  public static void main(String[] args) {
    Program.start(words -> new StartBench(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    return Options.parse(words, Set.of("--engine", "--out", "--jvm-flags", "--starts"), Set.of());
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    Files.createDirectories(out);
    StartTimes times = new StartTimes();
    for (int i = 0; i < starts; i++) {
      double seconds = start();
      times.add(seconds);
      System.out.printf("start %d: %.2f s to the first answered vote%n", i + 1, seconds);
    }
    System.out.println(times);
    return true;
  }

  private double start() throws IOException, InterruptedException, TimeoutException {
    try (TemporaryFolder data = TemporaryFolder.create()) {
      long start = System.nanoTime();
      try (ServerProcess server = localEngine.start(data.path(), out.resolve("start.log"))) {
        Engine engine =
            new Engine(Targets.all(Target.local(server.port())), tokens.producer("bench"));
        server.firstAnswer(() -> engine.open(Votes.opening(POLL)));
        engine.vote(tokens.viewer("viewer-1"), Votes.ballot(POLL)).expect(200);
        return (System.nanoTime() - start) / 1e9;
      }
    }
  }
}
