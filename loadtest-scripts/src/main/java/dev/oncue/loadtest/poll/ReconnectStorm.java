package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 06: all subscribers of a feed lose their connections at once, in the middle of a poll,
 * and come back. Well when each got every event once all the same, the poll is exact, and the last
 * one was back in time.
 */
public final class ReconnectStorm {
  private static final int MAX_SUBSCRIBERS = 20_000;
  private static final int CONNECTIONS = 20;
  private static final int RATE = 100;

  private final TestBed bed;
  private final int subscribers;
  private final Duration spread;
  private final Duration within;
  private final BallotPaper paper;

  private ReconnectStorm(Options options) throws BadOptionException {
    subscribers = options.integer("--subscribers", 10_000, 1, MAX_SUBSCRIBERS);
    spread =
        options.duration("--spread", Duration.ofSeconds(3), Duration.ZERO, Duration.ofMinutes(1));
    within =
        options.duration(
            "--within", Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMinutes(2));
    bed = TestBed.read(options);
    paper = new BallotPaper(BallotPaper.newStream("storm"), "q1");
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(words -> new ReconnectStorm(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    return TestBed.options(words, "--subscribers", "--spread", "--within");
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    bed.engine().refuseWrongSecret(paper.stream());
    System.out.printf(
        "%d subscribers come back within %s, stream %s at %s%n",
        subscribers, spread, paper.stream(), bed.targets());
    Load load = new Load(RATE, CONNECTIONS, spread.plusSeconds(10));
    try (FeedRun run = new FeedRun(bed, paper, subscribers, load)) {
      boolean complete = run.play(() -> run.storm(spread));
      Report.feed(run);
      Latencies back = run.subscribers().backLatencies();
      boolean inTime = back.size() == subscribers && back.millis(1) <= within.toMillis();
      System.out.printf(
          "%s, the last one back %.0f ms after the cut (p50 %.0f, p99 %.0f; %d went on where they"
              + " were), %s%n",
          complete ? "COMPLETE" : "NOT COMPLETE",
          back.millis(1),
          back.millis(0.5),
          back.millis(0.99),
          run.subscribers().resumed(),
          inTime ? "in time" : "later than " + within);
      return complete && inTime;
    }
  }
}
