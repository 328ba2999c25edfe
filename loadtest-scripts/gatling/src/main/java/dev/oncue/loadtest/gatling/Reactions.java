package dev.oncue.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.poll.BallotPaper;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 04: viewers react at a rate of their own, whatever the engine answers; a few of them too
 * often. Well when the stream has as many reactions as were answered 202, those that went over the
 * limit were refused, and the 99th percentile is in its limit.
 */
public final class Reactions extends Simulation {
  /** Of so many viewers, one reacts too often. */
  private static final int ONE_IS_GREEDY_OF = 100;

  // Gatling makes a simulation by its name; what it is to do is left here for it.
  private static Stage stage;
  private static Emojis emojis;
  private static Viewers viewers;
  private static Viewers greedy;
  private static int rate;
  private static Duration p99;

  /** For Gatling. */
  public Reactions() {
    setUp(
            scenario("viewers")
                .exec(feed(viewers.byTurns()), emojis.send())
                .injectOpen(constantUsersPerSec(rate).during(stage.length())),
            scenario("greedy viewers")
                .exec(feed(greedy.byTurns()), emojis.sendTooMany())
                .injectOpen(rampUsers(greedy.count()).during(stage.length().dividedBy(2))))
        .protocols(stage.http().shareConnections())
        .assertions(stage.errorsInLimit(), Emojis.p99(p99));
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(Reactions::run, args);
  }

  private static boolean run(String[] words)
      throws BadOptionException, IOException, InterruptedException, TimeoutException {
    Options options = Stage.options(words, "--reaction", "--viewers", "--rate", "--for", "--p99");
    int count = options.integer("--viewers", 1_000, 1, 1_000_000);
    rate = options.integer("--rate", 500, 1, 100_000);
    Duration length =
        options.duration(
            "--for", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(10));
    p99 =
        options.duration(
            "--p99", Duration.ofMillis(250), Duration.ofMillis(1), Duration.ofMinutes(1));
    if (rate > count) {
      throw new BadOptionException(
          "--rate must be at most --viewers: each may react 20 times in 10 s, and "
              + count
              + " can not send "
              + rate
              + " a second");
    }
    stage = Stage.read(options, length);
    String stream = BallotPaper.newStream("emoji");
    stage.bed().engine().refuseWrongSecret(stream);
    viewers = Viewers.sign(stage.bed().tokens(), stream + "-viewer-", count);
    greedy = Viewers.sign(stage.bed().tokens(), stream + "-greedy-", 1 + count / ONE_IS_GREEDY_OF);
    emojis = new Emojis(Stage.reaction(options), stream);
    System.out.printf("%d viewers, stream %s at %s%n", count, stream, stage.bed().targets());
    boolean met = GatlingRun.play(Reactions.class, stage.out());
    return emojis.compare(stage.bed().engine().state(stream)) && met;
  }
}
