package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 03: votes that come at a rate of their own, whatever the engine answers (an open model).
 * Well when each was answered 200, the result equals what was acknowledged, and the 99th percentile
 * is in its limit.
 *
 * <p>Latencies count from when a vote was due, not from when a connection was free to send it, so
 * that an engine that stalls is not spared the votes that came meanwhile (coordinated omission).
 */
public final class Spike {
  private static final int MAX_VOTES = 2_000_000;

  private final TestBed bed;
  private final int rate;
  private final Duration length;
  private final int connections;
  private final Duration warmUp;
  private final Duration p99;
  private final BallotPaper paper;

  private Spike(Options options) throws BadOptionException {
    rate = options.integer("--rate", 5_000, 1, 1_000_000);
    length =
        options.duration(
            "--for", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(10));
    connections = options.integer("--connections", 1_000, 1, 20_000);
    warmUp = options.duration("--warm-up", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(2));
    p99 =
        options.duration(
            "--p99", Duration.ofMillis(250), Duration.ofMillis(1), Duration.ofMinutes(1));
    if (!warmUp.isZero() && warmUp.toSeconds() == 0) {
      throw new BadOptionException("--warm-up must be PT0S, or PT1S to PT2M, not " + warmUp);
    }
    if (votes() > MAX_VOTES) {
      throw new BadOptionException(
          "--rate times --for, and --warm-up, must be at most "
              + MAX_VOTES
              + " votes, not "
              + votes());
    }
    bed = TestBed.read(options);
    paper = new BallotPaper(BallotPaper.newStream("spike"), "q1");
  }

  private long votes() {
    return rate * Math.max(length.toMillis(), warmUp.toMillis()) / 1_000;
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(words -> new Spike(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    return TestBed.options(words, "--rate", "--for", "--connections", "--warm-up", "--p99");
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    bed.engine().refuseWrongSecret(paper.stream());
    System.out.printf(
        "%d votes/s for %s over %d connections, stream %s at %s%n",
        rate, length, connections, paper.stream(), bed.targets());
    VoteRun run = new VoteRun(bed);
    boolean exactBefore =
        warmUp.isZero()
            || run.play(
                    new BallotPaper(paper.stream(), "warm-up"), new Load(rate, connections, warmUp))
                .exact();
    VoteRun.Outcome outcome = run.play(paper, new Load(rate, connections, length));
    boolean exact = exactBefore && outcome.exact();
    double millis = outcome.latencies().millis(0.99);
    boolean inTime = millis <= p99.toMillis();
    System.out.printf(
        "%s, goodput %.0f votes/s, p99 %.1f ms from when votes were due, %s%n",
        exact ? "EXACT" : "NOT EXACT",
        outcome.goodput(),
        millis,
        inTime ? "in its limit" : "above " + p99);
    return exact && inTime;
  }
}
