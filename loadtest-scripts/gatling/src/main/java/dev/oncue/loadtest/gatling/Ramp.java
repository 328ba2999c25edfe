package dev.oncue.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 01 by Gatling: votes whose rate grows evenly from nothing to its peak. Well when each
 * was answered 200 and the result equals that.
 */
public final class Ramp extends Simulation {
  // Gatling makes a simulation by its name; what it is to do is left here for it.
  private static Stage stage;
  private static Voters voters;
  private static int votes;

  /** For Gatling. */
  public Ramp() {
    // Half of what the peak alone would send: the area of a triangle.
    double peak = 2_000.0 * votes / stage.length().toMillis();
    setUp(
            scenario("viewers")
                .exec(feed(voters), Votes.cast())
                .injectOpen(rampUsersPerSec(0).to(peak).during(stage.length())))
        .protocols(stage.http().shareConnections())
        .assertions(stage.errorsInLimit());
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(Ramp::run, args);
  }

  private static boolean run(String[] words)
      throws BadOptionException, IOException, InterruptedException, TimeoutException {
    Options options = Stage.options(words, "--viewers", "--duration");
    votes = options.integer("--viewers", 1_000, 1, 1_000_000);
    Duration duration =
        options.duration(
            "--duration", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofHours(1));
    stage = Stage.read(options, duration);
    voters = stage.voters("ramp", votes);
    boolean met = GatlingRun.play(Ramp.class, stage.out());
    return voters.closeAndSay(stage.bed().engine()) && met;
  }
}
