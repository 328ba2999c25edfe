package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.Secret;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
  private static final Duration OPEN = Duration.ofMinutes(10);
  private static final Duration CONNECTING = Duration.ofMinutes(2);
  private static final Duration ANSWERING = Duration.ofSeconds(60);

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
    stream = "herd-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
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
    double[] lastMillis = new double[runs];
    boolean exact = true;
    for (int i = 0; i < runs; i++) {
      Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
      try {
        Ledger ledger = strike(vertx, new BallotPaper(stream, "q" + (i + 1)));
        lastMillis[i] = ledger.latencies.millis(1);
        exact &= ledger.errors == 0;
      } finally {
        Loop.await(vertx.close(), CONNECTING);
      }
    }
    Arrays.sort(lastMillis);
    double median = lastMillis[(runs - 1) / 2];
    boolean inTime = median <= within.toMillis();
    System.out.printf(
        "%s, last answer %.0f ms after the release (median of %d), %s%n",
        exact ? "EXACT" : "NOT EXACT", median, runs, inTime ? "in time" : "later than " + within);
    return exact && inTime;
  }

  private Ledger strike(Vertx vertx, BallotPaper paper)
      throws IOException, InterruptedException, TimeoutException {
    engine.open(paper.opening(OPEN, bots));
    Herd herd = new Herd(vertx, targets.vote(), paper, bots, tokens);
    long start = System.nanoTime();
    showProgress(vertx, start, herd);
    Loop.run(vertx, herd::connect, CONNECTING);
    long wait = release.toNanos() - (System.nanoTime() - start);
    TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
    Ledger ledger = herd.ledger();
    try {
      Loop.run(vertx, herd::release, ANSWERING);
    } catch (TimeoutException tooLong) {
      // Not the end of the run: the report says what is missing.
    }
    Loop.run(vertx, herd::leave, CONNECTING);
    herd.recordMissing();
    engine.close(paper.stream(), paper.poll());
    Report.votes(ledger, bots, engine.certified(paper.stream(), paper.poll()));
    return ledger;
  }

  private static void showProgress(Vertx vertx, long start, Herd herd) {
    vertx.setPeriodic(
        1_000,
        tick ->
            System.out.printf(
                "%4d s  connected %d of %d  answered %d%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                herd.connected(),
                herd.bots(),
                herd.ledger().accepted()));
  }
}
