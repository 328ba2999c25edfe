package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.Futures;
import dev.oncue.loadtest.feed.FeedStats;
import dev.oncue.loadtest.feed.Subscribers;
import java.time.Duration;

/** Subscribers of the feed of a session, each of whom must see each event once. */
final class FeedRun {
  static final String OPENED = "poll-opened";
  static final String CLOSED = "poll-closed";
  static final Duration SEEING = Duration.ofSeconds(30);

  /** For votes that only change the tally. */
  private static final int VOTE_CONNECTIONS = 20;

  final FeedStats stats;
  final Subscribers subscribers;
  private final Session session;
  private final int count;

  /** What is done while votes come in. */
  interface Action {
    void run() throws InterruptedException;
  }

  /** Connects so many subscribers; returns when each has the stream's state. */
  FeedRun(Session session, int count) throws InterruptedException {
    this.session = session;
    this.count = count;
    stats = new FeedStats(count, session.engine().clockOffset());
    subscribers =
        new Subscribers(
            session.vertx(),
            session.targets().live(),
            session.stream(),
            count,
            session.tokens(),
            stats);
    subscribers.connect();
  }

  /** Waits until all have seen that event of that poll; whether they did in time. */
  boolean isSeen(String event, String poll, Duration timeout) throws InterruptedException {
    return Futures.isDone(stats.seenByAll(event, poll), timeout);
  }

  /**
   * Opens a poll, has votes come in at a rate, closes it and compares; whether all was exact, and
   * every subscriber saw it all. Where that takes too long, the report says what is missing.
   */
  boolean playPoll(int rate, Duration length, Action meanwhile) throws InterruptedException {
    PollRun run = new PollRun(session, "q1", VOTE_CONNECTIONS);
    Load load = Load.atRate(rate, length, run::vote).prepared();
    run.loop.connect();
    stats.opening();
    run.open(null, load.count());
    isSeen(OPENED, "q1", SEEING);
    double cpuBefore = session.engine().cpuSeconds();
    long eventsBefore = stats.events;
    run.loop.send(load);
    meanwhile.run();
    run.loop.awaitAnswers();
    double cpuSeconds = session.engine().cpuSeconds() - cpuBefore;
    double events = stats.events - eventsBefore;
    boolean exact = run.finish();
    boolean seen = isSeen(CLOSED, "q1", SEEING);
    System.out.printf(
        "%.1f µs of the CPU of live for an event of a subscriber%n", cpuSeconds * 1e6 / events);
    return report() && exact && seen;
  }

  /** Says what the subscribers saw; whether nothing came twice or was left out. */
  boolean report() throws InterruptedException {
    subscribers.leave();
    System.out.printf(
        "feed: %d subscribers  %d events  lost %d  refused %d  errors %d%n",
        count, stats.events, subscribers.lost, subscribers.refused, stats.errors);
    System.out.printf("poll-opened latency: %s%n", stats.opened);
    System.out.printf("tally latency: %s%n", stats.tallies);
    stats.examples.forEach(example -> System.out.println("error: " + example));
    return stats.errors == 0;
  }
}
