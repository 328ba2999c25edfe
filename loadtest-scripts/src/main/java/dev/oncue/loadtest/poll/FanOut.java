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
 * Scenario 05: how long it takes until a poll's opening, and its tallies, are with all subscribers
 * of the feed. Well when each got every event once, the poll is exact, and the opening came in time
 * (99th percentile).
 */
public final class FanOut {
  private static final int MAX_SUBSCRIBERS = 20_000;
  private static final int CONNECTIONS = 20;

  private final TestBed bed;
  private final int subscribers;
  private final int rate;
  private final Duration length;
  private final Duration opened;
  private final BallotPaper paper;

  private FanOut(Options options) throws BadOptionException {
    subscribers = options.integer("--subscribers", 10_000, 1, MAX_SUBSCRIBERS);
    rate = options.integer("--rate", 100, 1, 10_000);
    length =
        options.duration(
            "--for", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(2));
    opened =
        options.duration(
            "--opened-p99", Duration.ofMillis(500), Duration.ofMillis(1), Duration.ofMinutes(1));
    bed = TestBed.read(options);
    paper = new BallotPaper(BallotPaper.newStream("fan-out"), "q1");
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(words -> new FanOut(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    return TestBed.options(words, "--subscribers", "--rate", "--for", "--opened-p99");
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    bed.engine().refuseWrongSecret(paper.stream());
    System.out.printf(
        "%d subscribers, %d votes/s for %s, stream %s at %s%n",
        subscribers, rate, length, paper.stream(), bed.targets());
    Load load = new Load(rate, CONNECTIONS, length);
    try (FeedRun run = new FeedRun(bed, paper, subscribers, load)) {
      boolean complete = run.play(() -> {});
      Report.feed(run);
      Latencies openings = run.arrivals().opened();
      double millis = openings.millis(0.99);
      boolean inTime = openings.size() == subscribers && millis <= opened.toMillis();
      System.out.printf(
          "%s, poll-opened with all: p99 %.1f ms, %s%n",
          complete ? "COMPLETE" : "NOT COMPLETE", millis, inTime ? "in time" : "above " + opened);
      return complete && inTime;
    }
  }
}
