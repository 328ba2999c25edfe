package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Loop;
import dev.oncue.loadtest.TestBed;
import dev.oncue.loadtest.feed.Arrivals;
import dev.oncue.loadtest.feed.Subscribers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A poll that many follow on the feed while some vote, so that there is a tally to tell four times
 * a second. Closed by hand; each subscriber is to see it open and close, and nothing twice or left
 * out in between.
 */
final class FeedRun implements AutoCloseable {
  private static final Duration OPEN = Duration.ofMinutes(30);
  private static final Duration CONNECTING = Duration.ofMinutes(2);
  private static final Duration SEEING = Duration.ofSeconds(30);
  private static final double MICROS = 1e6;

  private final Engine engine;
  private final BallotPaper paper;
  private final Load load;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Arrivals arrivals;
  private final Subscribers subscribers;
  private final OpenLoop votes;

  private double cpuMicrosPerEvent = Double.NaN;

  /** What is done while they vote. */
  interface Meanwhile {
    /** Does it; the votes go on. */
    void happen() throws IOException, InterruptedException, TimeoutException;
  }

  FeedRun(TestBed bed, BallotPaper paper, int size, Load load)
      throws IOException, InterruptedException {
    engine = bed.engine();
    this.paper = paper;
    this.load = load;
    arrivals = new Arrivals(size, engine.clockAhead());
    subscribers =
        new Subscribers(vertx, bed.targets().live(), paper.stream(), size, bed.tokens(), arrivals);
    votes = new OpenLoop(vertx, bed.targets().vote(), paper, load, bed.tokens());
  }

  Arrivals arrivals() {
    return arrivals;
  }

  Subscribers subscribers() {
    return subscribers;
  }

  /** What the engine spent on an event of a subscriber while they voted, votes included. */
  double cpuMicrosPerEvent() {
    return cpuMicrosPerEvent;
  }

  /**
   * Plays it to the end; whether the votes were exact and all subscribers saw it all. Where that
   * takes too long, the report says what is missing.
   */
  boolean play(Meanwhile meanwhile) throws IOException, InterruptedException, TimeoutException {
    long progress =
        Report.everySecond(vertx, second -> Report.progress(second, subscribers, arrivals, votes));
    Loop.run(vertx, subscribers::connect, CONNECTING);
    arrivals.opening();
    engine.open(paper.opening(OPEN, load.votes()));
    Loop.tryAwait(arrivals.allOpened(), SEEING);
    Loop.run(vertx, votes::connect, CONNECTING);
    double cpuBefore = engine.cpuSeconds();
    long eventsBefore = arrivals.events();
    Future<Void> answered = Loop.start(vertx, votes::send);
    meanwhile.happen();
    Loop.tryAwait(answered, load.length().plus(SEEING));
    Loop.run(vertx, votes::leave, CONNECTING);
    cpuMicrosPerEvent =
        (engine.cpuSeconds() - cpuBefore) * MICROS / (arrivals.events() - eventsBefore);
    engine.close(paper.stream(), paper.poll());
    boolean allSaw = Loop.tryAwait(arrivals.allClosed(), SEEING);
    vertx.cancelTimer(progress);
    return isExact() && allSaw && subscribers.errors() == 0;
  }

  /** Cuts all connections; returns when all subscribers are back. */
  void storm(Duration spread) throws IOException, InterruptedException, TimeoutException {
    Loop.run(vertx, () -> subscribers.dropAll(spread), spread.plus(CONNECTING));
  }

  private boolean isExact() throws IOException, InterruptedException, TimeoutException {
    votes.recordMissing();
    Ledger ledger = votes.ledger();
    Verdict verdict =
        Verdict.of(ledger.acknowledgedCounts(), engine.certified(paper.stream(), paper.poll()));
    Report.votes(ledger, load.votes(), verdict);
    return verdict.isExact() && ledger.errors == 0;
  }

  @Override
  public void close() throws IOException {
    try {
      Loop.run(vertx, () -> Future.join(votes.leave(), subscribers.leave()), CONNECTING);
      Loop.await(vertx.close(), CONNECTING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
