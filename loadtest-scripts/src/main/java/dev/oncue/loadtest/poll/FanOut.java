package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.Secret;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 05: how long it takes until a poll's opening, and its tallies, are with all subscribers
 * of the feed. Well when each got every event once, the poll is exact, and the opening came in time
 * (99th percentile).
 */
public final class FanOut {
  private static final int MAX_SUBSCRIBERS = 20_000;
  private static final int CONNECTIONS = 20;

  private final Targets targets;
  private final int subscribers;
  private final int rate;
  private final Duration length;
  private final Duration opened;
  private final Tokens tokens;
  private final Engine engine;
  private final BallotPaper paper;

  private FanOut(Options options) throws BadOptionException {
    targets = Targets.read(options);
    subscribers = options.integer("--subscribers", 10_000, 1, MAX_SUBSCRIBERS);
    rate = options.integer("--rate", 100, 1, 10_000);
    length =
        options.duration(
            "--for", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(2));
    opened =
        options.duration(
            "--opened-p99", Duration.ofMillis(500), Duration.ofMillis(1), Duration.ofMinutes(1));
    tokens = new Tokens(Secret.find(options, Secret.environment()));
    engine = new Engine(targets, tokens.producer("loadtest"));
    paper = new BallotPaper(BallotPaper.newStream("fan-out"), "q1");
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(words -> new FanOut(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    Set<String> named = new HashSet<>(Targets.OPTIONS);
    named.addAll(
        Set.of("--subscribers", "--rate", "--for", "--opened-p99", "--data-dir", "--secret-file"));
    return Options.parse(words, named, Set.of(Targets.OWNED));
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    engine.refuseWrongSecret(paper.stream());
    System.out.printf(
        "%d subscribers, %d votes/s for %s, stream %s at %s%n",
        subscribers, rate, length, paper.stream(), targets);
    Load load = new Load(rate, CONNECTIONS, length);
    try (FeedRun run = new FeedRun(engine, targets, paper, subscribers, load, tokens)) {
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
