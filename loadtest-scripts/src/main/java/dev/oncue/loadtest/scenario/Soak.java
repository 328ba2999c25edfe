package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.Latencies;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Polls one after another, whose votes come at one rate all the time. */
final class Soak {
  /** For votes, and for reactions. */
  static final int CONNECTIONS = 20;

  final Latencies latencies = new Latencies();
  private final Session session;
  private final FeedRun feed;
  private final Duration pollLength;
  private final int rate;
  private int polls;
  private int votes;
  private int inexact;

  Soak(Session session, FeedRun feed, Duration pollLength, int rate) {
    this.session = session;
    this.feed = feed;
    this.pollLength = pollLength;
    this.rate = rate;
  }

  /** The next poll is open before the one before is closed, so that there always is one. */
  void play(Duration length) throws InterruptedException {
    long start = System.nanoTime();
    PollRun before = null;
    for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plus(pollLength)) {
      PollRun run = new PollRun(session, "q" + ++polls, CONNECTIONS);
      Duration left = length.minus(at);
      feed.stats.opening();
      run.open(null, (int) (rate * pollLength.toSeconds()));
      run.loop.connect();
      Duration time = left.compareTo(pollLength) < 0 ? left : pollLength;
      run.loop.send(Load.atRate(rate, time, run::vote));
      finish(before);
      before = run;
      long end = at.plus(pollLength).compareTo(length) < 0 ? at.plus(pollLength).toNanos() : 0;
      TimeUnit.NANOSECONDS.sleep(start + end - System.nanoTime());
    }
    finish(before);
  }

  private void finish(PollRun run) throws InterruptedException {
    if (run != null) {
      boolean exact = run.finish();
      boolean seen = feed.isSeen(FeedRun.CLOSED, run.poll.id(), FeedRun.SEEING);
      inexact += exact && seen ? 0 : 1;
      votes += run.results.accepted();
      latencies.addAll(run.results.latencies);
    }
  }

  /** Whether each poll was exact, and seen to close by every subscriber. */
  boolean report() {
    System.out.printf(
        "%s, %d polls with %d votes answered 200%n", PollRun.word(inexact == 0), polls, votes);
    return inexact == 0;
  }
}
