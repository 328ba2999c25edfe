package dev.oncue.loadtest.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Loop;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.TestBed;
import dev.oncue.loadtest.UnexpectedAnswerException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 01: a poll, and a crowd of viewers over real sockets whose votes come ever faster
 * ({@link Ramp}). Well when nothing but the expected answers came and the final result equals the
 * acknowledged ballots.
 */
public final class BaselineRamp {
  private static final int MAX_VIEWERS = 10_000;
  private static final Duration CONNECTING = Duration.ofSeconds(30);
  private static final Duration CLOSING = Duration.ofSeconds(15);

  private final TestBed bed;
  private final int viewers;
  private final Duration duration;
  private final BallotPaper ballotPaper;

  private BaselineRamp(Options options) throws BadOptionException {
    viewers = options.integer("--viewers", 1_000, 1, MAX_VIEWERS);
    duration =
        options.duration(
            "--duration", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofHours(1));
    bed = TestBed.read(options);
    ballotPaper = new BallotPaper(BallotPaper.newStream("ramp"), "q1");
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(words -> new BaselineRamp(options(words)).run(), args);
  }

  private static Options options(String[] words) throws BadOptionException {
    return TestBed.options(words, "--viewers", "--duration");
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    bed.engine().refuseWrongSecret(ballotPaper.stream());
    System.out.printf(
        "%d viewers, a poll of %s, stream %s at %s%n",
        viewers, duration, ballotPaper.stream(), bed.targets());
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Crowd crowd = new Crowd(vertx, bed.targets(), ballotPaper, viewers, bed.tokens());
    try {
      play(vertx, crowd);
    } finally {
      crowd.leave();
      // Afterwards nothing changes the ledger any more.
      Loop.await(vertx.close(), CLOSING);
    }
    crowd.recordMissing();
    JsonNode poll = finalPoll(crowd.ledger());
    Verdict verdict = Verdict.of(crowd.ledger().acknowledgedCounts(), poll);
    Report.ending(crowd, poll, verdict);
    return verdict.isExact() && crowd.ledger().errors == 0;
  }

  private void play(Vertx vertx, Crowd crowd)
      throws IOException, InterruptedException, TimeoutException {
    Report.everySecond(vertx, second -> Report.progress(second, crowd));
    vertx.runOnContext(start -> crowd.connect());
    awaitConnected(crowd);
    bed.engine().open(ballotPaper.opening(duration, viewers));
    // If that is too short, the report says what is missing.
    Loop.tryAwait(crowd.done(), duration.plus(CLOSING));
  }

  private static void awaitConnected(Crowd crowd)
      throws IOException, InterruptedException, TimeoutException {
    try {
      Loop.await(crowd.allConnected(), CONNECTING);
    } catch (TimeoutException e) {
      throw new TimeoutException(
          "only %d of %d viewers got the feed within %s %s"
              .formatted(
                  crowd.connectedCount(),
                  crowd.size(),
                  CONNECTING,
                  crowd.ledger().examples().stream().limit(1).toList()));
    }
  }

  private JsonNode finalPoll(Ledger ledger) throws InterruptedException {
    try {
      return bed.engine().certified(ballotPaper.stream(), ballotPaper.poll());
    } catch (IOException | UnexpectedAnswerException e) {
      ledger.error("the result could not be read: " + e);
      return MissingNode.getInstance();
    }
  }
}
