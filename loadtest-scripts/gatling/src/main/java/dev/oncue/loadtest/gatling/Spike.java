package dev.oncue.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 03 by Gatling: votes that come at a rate of their own, whatever the engine answers (an
 * open model). Well when each was answered 200, the result equals that, and the 99th percentile is
 * in its limit.
 */
public final class Spike extends Simulation {
  private static final int MAX_VOTES = 2_000_000;

  // Gatling makes a simulation by its name; what it is to do is left here for it.
  private static Stage stage;
  private static Voters voters;
  private static int rate;
  private static Duration p99;

  /** For Gatling. */
  public Spike() {
    setUp(
            scenario("viewers")
                .exec(feed(voters), Votes.cast())
                .injectOpen(constantUsersPerSec(rate).during(stage.length())))
        .protocols(stage.http().shareConnections())
        .assertions(stage.errorsInLimit(), Votes.p99(p99));
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(Spike::run, args);
  }

  private static boolean run(String[] words)
      throws BadOptionException, IOException, InterruptedException, TimeoutException {
    Options options = Stage.options(words, "--rate", "--for", "--p99");
    rate = options.integer("--rate", 5_000, 1, 100_000);
    Duration length =
        options.duration(
            "--for", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(10));
    p99 =
        options.duration(
            "--p99", Duration.ofMillis(250), Duration.ofMillis(1), Duration.ofMinutes(1));
    long votes = rate * length.toMillis() / 1_000;
    if (votes > MAX_VOTES) {
      throw new BadOptionException(
          "--rate times --for must be at most " + MAX_VOTES + " votes, not " + votes);
    }
    stage = Stage.read(options, length);
    voters = stage.voters("spike", (int) votes);
    boolean met = GatlingRun.play(Spike.class, stage.out());
    return voters.closeAndSay(stage.bed().engine()) && met;
  }
}
