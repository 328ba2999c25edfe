package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.Loop;
import dev.oncue.loadtest.TestBed;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Polls that get their votes from an open loop and are closed by hand afterwards.
 *
 * @param bed the engine that they are on
 */
record VoteRun(TestBed bed) {
  private static final Duration OPEN = Duration.ofMinutes(30);
  private static final Duration CONNECTING = Duration.ofMinutes(2);
  private static final Duration ANSWERING = Duration.ofSeconds(60);

  /**
   * What came of one.
   *
   * @param latencies of the votes, from when they were due
   * @param goodput votes a second that were answered 200 until the last was due
   * @param exact whether each vote was answered 200 and the result equals that
   */
  record Outcome(Latencies latencies, double goodput, boolean exact) {}

  /** Opens a poll, has all vote, closes it and compares; says on stdout how it goes. */
  Outcome play(BallotPaper paper, Load load)
      throws IOException, InterruptedException, TimeoutException {
    bed.engine().open(paper.opening(OPEN, load.votes()));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    OpenLoop loop = new OpenLoop(vertx, bed.targets().vote(), paper, load, bed.tokens());
    try {
      send(vertx, loop, load);
    } finally {
      Loop.await(vertx.close(), CONNECTING);
    }
    loop.recordMissing();
    bed.engine().close(paper.stream(), paper.poll());
    Ledger ledger = loop.ledger();
    Verdict verdict =
        Verdict.of(
            ledger.acknowledgedCounts(), bed.engine().certified(paper.stream(), paper.poll()));
    Report.votes(ledger, load.votes(), verdict);
    return new Outcome(ledger.latencies, loop.goodput(), verdict.isExact() && ledger.errors == 0);
  }

  private static void send(Vertx vertx, OpenLoop loop, Load load)
      throws IOException, InterruptedException, TimeoutException {
    long start = System.nanoTime();
    Report.everySecond(vertx, second -> Report.progress(second, loop));
    Loop.run(vertx, loop::connect, CONNECTING);
    long wait = load.release().toNanos() - (System.nanoTime() - start);
    TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
    // If that is too short, the report says what is missing.
    Loop.tryAwait(Loop.start(vertx, loop::send), load.length().plus(ANSWERING));
    Loop.run(vertx, loop::leave, CONNECTING);
  }
}
