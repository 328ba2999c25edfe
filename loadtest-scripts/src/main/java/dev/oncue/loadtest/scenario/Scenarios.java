package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.CommandLines;
import dev.oncue.loadtest.EngineOptions;
import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.LoadTestException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What {@code loadtest-scripts/run} starts; alone, it says which scenarios there are. The label of
 * an option is its limits.
 */
@Command(
    name = "run",
    resourceBundle = CommandLines.TEXTS,
    description =
        "Runs a scenario against a started engine. 'run help 01' shows the options of one.",
    footer = {
      "",
      "The secret is taken from --secret-file, else --data-dir, else ONCUE_JWT_SECRET, else ./data.",
      "Exit status: 0 the result is exact, 1 it is not or something failed, 2 a bad option."
    },
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class)
public final class Scenarios implements Runnable {
  private static final String LIMIT = "PT0.001S..PT1M";
  private static final int MAX_VOTES = 2_000_000;
  private static final int REACTION_CONNECTIONS = 200;

  /** Of so many viewers, one more reacts too often. */
  private static final int ONE_TOO_OFTEN_OF = 100;

  private static final int STORM_RATE = 100;

  @Spec CommandSpec spec;

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    CommandLines.run(new Scenarios(), args);
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  @Command(name = "01")
  int baselineRamp(
      @Mixin EngineOptions where,
      @Option(names = "--viewers", paramLabel = "1..10000", defaultValue = "1000") int viewers,
      @Option(names = "--duration", paramLabel = "PT1S..PT1H", defaultValue = "PT20S")
          Duration duration)
      throws InterruptedException {
    return Session.play(
        "baselineramp", where, session -> new BaselineRamp(session, viewers).play(duration));
  }

  /** Latencies count from the release: what the generator itself delays is in them. */
  @Command(name = "02")
  int sledgehammer(
      @Mixin EngineOptions where,
      @Option(names = "--bots", paramLabel = "1..50000", defaultValue = "10000") int bots,
      @Option(names = "--release", paramLabel = "PT0S..PT50S", defaultValue = "PT10S")
          Duration release,
      @Option(names = "--within", paramLabel = LIMIT, defaultValue = "PT1S") Duration within,
      @Option(names = "--runs", paramLabel = "1..100", defaultValue = "1") int runs)
      throws InterruptedException {
    return Session.play(
        "sledgehammer",
        where,
        session -> {
          double[] lastMillis = new double[runs];
          boolean exact = true;
          for (int i = 0; i < runs; i++) {
            PollRun run = new PollRun(session, "q" + (i + 1), bots);
            exact &= play(run, Load.atOnce(bots, run::vote), release);
            lastMillis[i] = run.results.latencies.millis(1);
          }
          Arrays.sort(lastMillis);
          double median = lastMillis[(runs - 1) / 2];
          boolean inTime = median <= within.toMillis();
          System.out.printf(
              "%s, last answer %.0f ms after the release (median of %d), %s%n",
              PollRun.word(exact), median, runs, inTime ? "in time" : "later than " + within);
          return exact && inTime;
        });
  }

  /** Opens, connects, waits until that time has passed since the start, sends and compares. */
  private static boolean play(PollRun run, Load load, Duration release)
      throws InterruptedException {
    long start = System.nanoTime();
    Load prepared = load.prepared();
    run.open(null, load.count());
    run.loop.connect();
    TimeUnit.NANOSECONDS.sleep(release.toNanos() - (System.nanoTime() - start));
    run.loop.send(prepared);
    return run.finish();
  }

  /**
   * Latencies count from when a vote was due, not from when a connection was free to send it, so
   * that an engine that stalls is not spared the votes that came meanwhile (coordinated omission).
   */
  @Command(name = "03")
  int spike(
      @Mixin EngineOptions where,
      @Option(names = "--rate", paramLabel = "1..1000000", defaultValue = "5000") int rate,
      @Option(names = "--for", paramLabel = "PT1S..PT10M", defaultValue = "PT10S") Duration length,
      @Option(names = "--connections", paramLabel = "1..20000", defaultValue = "1000")
          int connections,
      @Option(names = "--warm-up", paramLabel = "PT0S..PT2M", defaultValue = "PT0S")
          Duration warmUp,
      @Option(names = "--p99", paramLabel = LIMIT, defaultValue = "PT0.25S") Duration p99)
      throws InterruptedException {
    long votes = rate * Math.max(length.toMillis(), warmUp.toMillis()) / 1_000;
    if (votes > MAX_VOTES) {
      throw LoadTestException.badOption(
          "--rate times --for, or --warm-up, must be at most " + MAX_VOTES);
    }
    return Session.play(
        "spike",
        where,
        session -> {
          PollRun warming = new PollRun(session, "warm-up", connections);
          Load first = Load.atRate(rate, warmUp, warming::vote);
          boolean warm = first.count() == 0 || play(warming, first, Duration.ZERO);
          PollRun run = new PollRun(session, "q1", connections);
          boolean exact = play(run, Load.atRate(rate, length, run::vote), Duration.ZERO) && warm;
          double millis = run.results.latencies.millis(0.99);
          System.out.printf(
              "%s, goodput %.0f votes/s, p99 %.1f ms from when votes were due, %s%n",
              PollRun.word(exact), run.loop.goodput(), millis, judge(millis, p99));
          return exact && millis <= p99.toMillis();
        });
  }

  private static String judge(double millis, Duration limit) {
    return millis <= limit.toMillis() ? "in its limit" : "above " + limit;
  }

  @Command(name = "04")
  int reactions(
      @Mixin EngineOptions where,
      @Option(names = "--viewers", paramLabel = "1..1000000", defaultValue = "1000") int viewers,
      @Option(names = "--rate", paramLabel = "1..100000", defaultValue = "500") int rate,
      @Option(names = "--for", paramLabel = "PT1S..PT10M", defaultValue = "PT20S") Duration length,
      @Option(names = "--p99", paramLabel = LIMIT, defaultValue = "PT0.25S") Duration p99)
      throws InterruptedException {
    if (rate > viewers) {
      throw LoadTestException.badOption("--rate must be at most --viewers, not " + rate);
    }
    return Session.play(
        "reactions",
        where,
        session -> {
          Results results = new Results();
          ReactionRun run = new ReactionRun(session, REACTION_CONNECTIONS, results);
          ReactionRun eager = new ReactionRun(session, 1, results);
          run.loop.send(Load.atRate(rate, length, run.byTurns(viewers)));
          eager.loop.send(Load.atOnce(1 + viewers / ONE_TOO_OFTEN_OF, eager::tooMany));
          eager.loop.awaitAnswers();
          eager.loop.leave();
          run.loop.awaitAnswers();
          double millis = results.latencies.millis(0.99);
          System.out.printf("p99 %.1f ms, %s%n", millis, judge(millis, p99));
          return run.compare() && millis <= p99.toMillis();
        });
  }

  @Command(name = "05")
  int fanOut(
      @Mixin EngineOptions where,
      @Option(names = "--subscribers", paramLabel = "1..20000", defaultValue = "10000") int count,
      @Option(names = "--rate", paramLabel = "1..10000", defaultValue = "100") int rate,
      @Option(names = "--for", paramLabel = "PT1S..PT2M", defaultValue = "PT20S") Duration length,
      @Option(names = "--opened-p99", paramLabel = LIMIT, defaultValue = "PT0.5S")
          Duration openedP99)
      throws InterruptedException {
    return Session.play(
        "fanout",
        where,
        session -> {
          FeedRun feed = new FeedRun(session, count);
          boolean complete = feed.playPoll(rate, length, () -> {});
          Latencies opened = feed.stats.opened;
          double millis = opened.millis(0.99);
          boolean inTime = opened.size() == count && millis <= openedP99.toMillis();
          System.out.printf(
              "%s, poll-opened p99 %.1f ms, %s%n",
              complete ? "COMPLETE" : "NOT COMPLETE",
              millis,
              inTime ? "in time" : "above " + openedP99);
          return complete && inTime;
        });
  }

  @Command(name = "06")
  int reconnectStorm(
      @Mixin EngineOptions where,
      @Option(names = "--subscribers", paramLabel = "1..20000", defaultValue = "10000") int count,
      @Option(names = "--spread", paramLabel = "PT0S..PT1M", defaultValue = "PT3S") Duration spread,
      @Option(names = "--within", paramLabel = "PT0.001S..PT2M", defaultValue = "PT10S")
          Duration within)
      throws InterruptedException {
    return Session.play(
        "reconnectstorm",
        where,
        session -> {
          FeedRun feed = new FeedRun(session, count);
          Duration voting = spread.plusSeconds(10);
          boolean complete =
              feed.playPoll(STORM_RATE, voting, () -> feed.subscribers.dropAll(spread));
          Latencies back = feed.subscribers.backLatencies;
          boolean inTime = back.size() == count && back.millis(1) <= within.toMillis();
          System.out.printf(
              "%s, back after the cut: %s, %d of %d resumed, %s%n",
              complete ? "COMPLETE" : "NOT COMPLETE",
              back,
              feed.subscribers.resumed,
              count,
              inTime ? "in time" : "later than " + within);
          return complete && inTime;
        });
  }

  @Command(name = "07")
  int soak(
      @Mixin EngineOptions where,
      @Option(names = "--for", paramLabel = "PT1S..PT24H", defaultValue = "PT10M") Duration length,
      @Option(names = "--poll", paramLabel = "PT1S..PT10M", defaultValue = "PT20S")
          Duration pollLength,
      @Option(names = "--rate", paramLabel = "1..1000", defaultValue = "50") int rate,
      @Option(names = "--reactions", paramLabel = "1..1000", defaultValue = "50") int reactions,
      @Option(names = "--feeds", paramLabel = "1..10000", defaultValue = "50") int feeds,
      @Option(names = "--p99", paramLabel = LIMIT, defaultValue = "PT0.25S") Duration p99,
      @Option(names = "--growth", paramLabel = "0..100000", defaultValue = "64") int growthMiB)
      throws InterruptedException {
    return Session.play(
        "soak",
        where,
        session -> {
          FeedRun feed = new FeedRun(session, feeds);
          HeapWatch heap = new HeapWatch(session.engine(), session.targets().distinct());
          ReactionRun reacting = new ReactionRun(session, Soak.CONNECTIONS, new Results());
          reacting.loop.send(Load.atRate(reactions, length, reacting.byTurns(reactions)));
          Soak polls = new Soak(session, feed, pollLength, rate);
          polls.play(length);
          reacting.loop.awaitAnswers();
          boolean inHeap = heap.report(growthMiB);
          boolean fed = feed.report();
          boolean reacted = reacting.compare();
          polls.latencies.addAll(reacting.results.latencies);
          System.out.printf("votes and reactions: %s%n", polls.latencies);
          boolean inTime = polls.latencies.millis(0.99) <= p99.toMillis();
          return polls.report() & inHeap & fed & reacted & inTime;
        });
  }
}
