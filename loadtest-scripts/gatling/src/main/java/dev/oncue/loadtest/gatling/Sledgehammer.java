package dev.oncue.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Scenario 02 by Gatling: users connect, idle until all have, and vote in the same moment. Well
 * when each was answered 200, the result equals that, and the last answer came in time, from when
 * the first user went on.
 */
public final class Sledgehammer extends Simulation {
  private static final double NANOS_PER_MILLI = 1e6;

  // Gatling makes a simulation by its name; what it is to do is left here for it.
  private static Stage stage;
  private static Voters voters;
  private static int bots;
  private static Duration release;

  private static final LongAccumulator FIRST = new LongAccumulator(Math::min, Long.MAX_VALUE);
  private static final LongAccumulator LAST = new LongAccumulator(Math::max, Long.MIN_VALUE);

  /** For Gatling. */
  public Sledgehammer() {
    setUp(
            scenario("bots")
                .exec(
                    feed(voters),
                    exec(http("connect").get("/time").check(status().is(200))),
                    rendezVous(bots),
                    exec(session -> note(FIRST, session)),
                    Votes.cast(),
                    exec(session -> note(LAST, session)))
                .injectOpen(rampUsers(bots).during(release)))
        .protocols(stage.http())
        .assertions(stage.errorsInLimit());
  }

  private static Session note(LongAccumulator moment, Session session) {
    moment.accumulate(System.nanoTime());
    return session;
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(Sledgehammer::run, args);
  }

  private static boolean run(String[] words)
      throws BadOptionException, IOException, InterruptedException, TimeoutException {
    Options options = Stage.options(words, "--bots", "--release", "--within");
    bots = options.integer("--bots", 10_000, 1, 50_000);
    release =
        options.duration(
            "--release", Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(50));
    Duration within =
        options.duration(
            "--within", Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMinutes(1));
    stage = Stage.read(options, release);
    voters = stage.voters("herd", bots);
    boolean met = GatlingRun.play(Sledgehammer.class, stage.out());
    double lastMillis = (LAST.get() - FIRST.get()) / NANOS_PER_MILLI;
    boolean inTime = lastMillis <= within.toMillis();
    System.out.printf(
        "last answer %.0f ms after the release, %s%n",
        lastMillis, inTime ? "in time" : "later than " + within);
    return voters.closeAndSay(stage.bed().engine()) && met && inTime;
  }
}
