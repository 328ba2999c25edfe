package dev.oncue.loadtest.poll;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.feed.Arrivals;
import dev.oncue.loadtest.feed.Subscribers;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** What a run prints. */
final class Report {
  private static final int SECOND_MS = 1_000;

  private Report() {}

  /**
   * Says every second how it goes.
   *
   * @param progress gets the seconds since now
   * @return the timer, for who is done before the loop is
   */
  static long everySecond(Vertx vertx, LongConsumer progress) {
    long start = System.nanoTime();
    return vertx.setPeriodic(
        SECOND_MS,
        timer -> progress.accept(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)));
  }

  static void progress(long second, Crowd crowd) {
    Ledger ledger = crowd.ledger();
    System.out.printf(
        "%4d s  connected %d  sent %d  accepted %d  tally %d%n",
        second, crowd.connectedCount(), ledger.sent, ledger.accepted(), crowd.tallied());
  }

  static void progress(long second, OpenLoop loop) {
    Ledger ledger = loop.ledger();
    System.out.printf(
        "%4d s  connected %d  due %d  sent %d  accepted %d%n",
        second, loop.connected(), loop.due(), ledger.sent, ledger.accepted());
  }

  static void progress(long second, Subscribers subscribers, Arrivals arrivals, OpenLoop votes) {
    System.out.printf(
        "%4d s  subscribers %d  events %d  votes %d%n",
        second, subscribers.back(), arrivals.events(), votes.ledger().accepted());
  }

  /** What the subscribers of a feed saw. */
  static void feed(FeedRun run) {
    Subscribers subscribers = run.subscribers();
    Arrivals arrivals = run.arrivals();
    System.out.printf(
        "feed: %d subscribers  %d events at %.1f µs of the engine's CPU  lost %d  refused %d"
            + "  errors %d%n",
        subscribers.size(),
        arrivals.events(),
        run.cpuMicrosPerEvent(),
        subscribers.lost(),
        subscribers.refused(),
        subscribers.errors());
    latencies("poll-opened", arrivals.opened());
    latencies("tally", arrivals.tallies());
    subscribers.examples().forEach(example -> System.out.println("error: " + example));
  }

  static void ending(Crowd crowd, JsonNode poll, Verdict verdict) {
    Ledger ledger = crowd.ledger();
    System.out.printf(
        "%nsent %d  accepted %d  retried %d  duplicate %d  closed %d  malformed %d  errors %d%n",
        ledger.sent,
        ledger.accepted(),
        ledger.retried,
        ledger.duplicate,
        ledger.closed,
        ledger.malformed,
        ledger.errors);
    latencies("vote", ledger.latencies);
    System.out.printf(
        "feed: %d of %d saw the poll open, %d saw it close, %d reconnects%n",
        crowd.sawOpenCount(), crowd.size(), crowd.sawCloseCount(), ledger.reconnects);
    System.out.printf("acknowledged: %s%n", ledger.acknowledgedCounts());
    System.out.printf("result:       %s%n", poll.path("result"));
    deviations(ledger, verdict);
    System.out.println(
        (verdict.isExact() ? "EXACT" : "NOT EXACT")
            + (ledger.errors == 0 ? "" : " with " + ledger.errors + " errors"));
  }

  /** What became of votes that were all to be answered 200. */
  static void votes(Ledger ledger, int votes, Verdict verdict) {
    System.out.printf(
        "answered %d of %d  retried %d  reconnects %d  errors %d"
            + "  p50 %.1f ms  p99 %.1f ms  last %.1f ms%n",
        ledger.accepted(),
        votes,
        ledger.retried,
        ledger.reconnects,
        ledger.errors,
        ledger.latencies.millis(0.5),
        ledger.latencies.millis(0.99),
        ledger.latencies.millis(1));
    deviations(ledger, verdict);
  }

  private static void deviations(Ledger ledger, Verdict verdict) {
    ledger.examples().forEach(example -> System.out.println("error: " + example));
    verdict.deviations().forEach(deviation -> System.out.println("not exact: " + deviation));
  }

  private static void latencies(String of, Latencies latencies) {
    System.out.printf(
        "%s latency: p50 %.1f ms  p99 %.1f ms  max %.1f ms%n",
        of, latencies.millis(0.5), latencies.millis(0.99), latencies.millis(1));
  }
}
