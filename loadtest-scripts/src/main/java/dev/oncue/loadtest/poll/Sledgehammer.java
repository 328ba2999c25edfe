package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
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

  private final TestBed bed;
  private final int bots;
  private final int runs;
  private final Duration release;
  private final Duration within;
  private final String stream;

  private Sledgehammer(Options options) throws BadOptionException {
    bots = options.integer("--bots", 10_000, 1, MAX_BOTS);
    runs = options.integer("--runs", 1, 1, 100);
    release =
        options.duration(
            "--release", Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(50));
    within =
        options.duration(
            "--within", Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMinutes(1));
    bed = TestBed.read(options);
    stream = BallotPaper.newStream("herd");
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(words -> new Sledgehammer(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    return TestBed.options(words, "--bots", "--runs", "--release", "--within");
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    bed.engine().refuseWrongSecret(stream);
    System.out.printf("%d bots, stream %s at %s%n", bots, stream, bed.targets());
    Load load = new Load(bots, Double.POSITIVE_INFINITY, bots, release);
    double[] lastMillis = new double[runs];
    boolean exact = true;
    for (int i = 0; i < runs; i++) {
      BallotPaper paper = new BallotPaper(stream, "q" + (i + 1));
      VoteRun.Outcome outcome = new VoteRun(bed).play(paper, load);
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
