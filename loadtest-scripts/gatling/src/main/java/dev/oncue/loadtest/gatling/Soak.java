package dev.oncue.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.sse;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.poll.BallotPaper;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 07: a moderate load for a long time. Polls one after another, votes and reactions at
 * rates of their own, some feeds. Well when each poll and the reactions are exact, each feed told
 * of the polls, latencies are in their limit, and the engine's heap does not grow.
 */
public final class Soak extends Simulation {
  private static final Duration READING = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration COMING = Duration.ofSeconds(2);

  // Gatling makes a simulation by its name; what it is to do is left here for it.
  private static Stage stage;
  private static Settings settings;
  private static String stream;
  private static Viewers viewers;
  private static Rotation polls;
  private static Emojis emojis;

  /**
   * The load, and what it must not exceed.
   *
   * @param rate votes a second
   * @param reactions a second
   * @param feeds subscribers
   * @param poll how long each poll is open
   * @param p99 of votes, and of reactions
   * @param growthMiB of the heap
   */
  private record Settings(
      int rate, int reactions, int feeds, Duration poll, Duration p99, int growthMiB) {
    static Settings read(Options options) throws BadOptionException {
      return new Settings(
          options.integer("--rate", 50, 1, 1_000),
          options.integer("--reactions", 50, 1, 1_000),
          options.integer("--feeds", 50, 1, 10_000),
          options.duration(
              "--poll", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(10)),
          options.duration(
              "--p99", Duration.ofMillis(250), Duration.ofMillis(1), Duration.ofMinutes(1)),
          options.integer("--growth", 64, 0, 100_000));
    }

    /** Twice as many as can vote in a poll, and enough for the reactions of each to be allowed. */
    int viewers() {
      return (int) (2 * rate * poll.toSeconds()) + reactions;
    }
  }

  /** For Gatling. */
  public Soak() {
    setUp(votes(), reactions(), feeds())
        .protocols(stage.http().shareConnections())
        .assertions(stage.errorsInLimit(), Votes.p99(settings.p99), Emojis.p99(settings.p99));
  }

  private static PopulationBuilder votes() {
    return scenario("voters")
        .exec(feed(polls), Votes.cast())
        .injectOpen(constantUsersPerSec(settings.rate).during(stage.length()));
  }

  private static PopulationBuilder reactions() {
    return scenario("reactions")
        .exec(feed(viewers.byTurns()), emojis.send())
        .injectOpen(constantUsersPerSec(settings.reactions).during(stage.length()));
  }

  /** Each must see the stream's state at first, and then one poll after the other closed. */
  private static PopulationBuilder feeds() {
    String url = stage.bed().targets().live().resolve("/streams/" + stream + "/feed").toString();
    return scenario("feeds")
        .exec(
            feed(viewers.byTurns()),
            exec(
                sse("feed")
                    .get(url)
                    .header("Authorization", Viewers::authorization)
                    .await(PATIENCE)
                    .on(sse.checkMessage("state").check(substring("\"state\"")))))
        .during(stage.length())
        .on(
            sse("next poll")
                .setCheck()
                .await(settings.poll.plus(PATIENCE))
                .on(sse.checkMessage("poll-closed").matching(substring("poll-closed"))))
        .exec(sse("leave").close())
        .injectOpen(rampUsers(settings.feeds).during(COMING));
  }

  /** Runs the scenario and exits with 0 when all is well. */
  public static void main(String[] args) {
    Program.start(Soak::run, args);
  }

  private static boolean run(String[] words)
      throws BadOptionException, IOException, InterruptedException, TimeoutException {
    Options options =
        Stage.options(
            words,
            "--reaction",
            "--rate",
            "--reactions",
            "--feeds",
            "--poll",
            "--for",
            "--p99",
            "--growth");
    settings = Settings.read(options);
    stage =
        Stage.read(
            options,
            options.duration(
                "--for", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofHours(24)));
    stream = BallotPaper.newStream("soak");
    stage.bed().engine().refuseWrongSecret(stream);
    System.out.printf(
        "%s of polls, stream %s at %s%n", stage.length(), stream, stage.bed().targets());
    viewers = Viewers.sign(stage.bed().tokens(), stream + "-viewer-", settings.viewers());
    emojis = new Emojis(Stage.reaction(options), stream);
    polls = new Rotation(stage.bed().engine(), stream, viewers, settings.poll);
    HeapWatch heap = new HeapWatch(stage.bed().engine(), stage.bed().targets().distinct());
    boolean met = play(heap);
    boolean exact = polls.end() & emojis.compare(stage.bed().engine().state(stream));
    return heap.report(settings.growthMiB) & exact & met;
  }

  private static boolean play(HeapWatch heap) throws IOException, InterruptedException {
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    Chore turning = Chore.every(settings.poll, timer, polls::turn);
    Chore reading = Chore.every(READING, timer, heap::read);
    try {
      boolean met = GatlingRun.play(Soak.class, stage.out());
      return met && !turning.hasFailed() && !reading.hasFailed();
    } finally {
      timer.shutdown();
      timer.awaitTermination(2, TimeUnit.MINUTES);
    }
  }
}
