package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.Secret;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 02: bots connect and idle, and all vote in the same moment. Well when each was answered
 * 200, the result equals what was acknowledged, and the last answer came in time (median of the
 * runs).
 *
 * <p>Latencies count from the release, not from when a bot got to send: what the generator itself
 * delays is in them.
 */
public final class Sledgehammer {
  private static final int MAX_BOTS = 50_000;

  private final Targets targets;
  private final int bots;
  private final int runs;
  private final Duration release;
  private final Duration within;
  private final Tokens tokens;
  private final Engine engine;
  private final String stream;

  private Sledgehammer(Options options) throws BadOptionException {
    targets = Targets.read(options);
    bots = options.integer("--bots", 10_000, 1, MAX_BOTS);
    runs = options.integer("--runs", 1, 1, 100);
    release =
        options.duration(
            "--release", Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(50));
    within =
        options.duration(
            "--within", Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMinutes(1));
    tokens = new Tokens(Secret.find(options, Secret.environment()));
    engine = new Engine(targets, tokens.producer("loadtest"));
    stream = BallotPaper.newStream("herd");
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(words -> new Sledgehammer(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    Set<String> named = new HashSet<>(Targets.OPTIONS);
    named.addAll(
        Set.of("--bots", "--runs", "--release", "--within", "--data-dir", "--secret-file"));
    return Options.parse(words, named, Set.of(Targets.OWNED));
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    engine.refuseWrongSecret(stream);
    System.out.printf("%d bots, stream %s at %s%n", bots, stream, targets);
    Load load = new Load(bots, Double.POSITIVE_INFINITY, bots, release);
    double[] lastMillis = new double[runs];
    boolean exact = true;
    for (int i = 0; i < runs; i++) {
      BallotPaper paper = new BallotPaper(stream, "q" + (i + 1));
      VoteRun.Outcome outcome = new VoteRun(engine, targets, tokens).play(paper, load);
      lastMillis[i] = outcome.latencies().millis(1);
      exact &= outcome.exact();
    }
    Arrays.sort(lastMillis);
    double median = lastMillis[(runs - 1) / 2];
    boolean inTime = median <= within.toMillis();
    System.out.printf(
        "%s, last answer %.0f ms after the release (median of %d), %s%n",
        exact ? "EXACT" : "NOT EXACT", median, runs, inTime ? "in time" : "later than " + within);
    return exact && inTime;
  }
}
