package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.local.process.WholeShow.Functions;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies in the middle of a crowd, again and again. Whoever was told 200 is in the final
 * result.
 */
@Tag("faults")
class KillIT {
  private static final int ROUNDS = 3;
  private static final int DRIVERS = 48;
  private static final int MAX_VIEWERS = 4_000;
  private static final int MIN_ACKNOWLEDGED = 100;
  private static final int MAX_LIFE_MILLIS = 2_500;
  private static final List<String> OPTIONS = List.of("red", "blue", "green");

  @TempDir Path folder;

  /** What one viewer was told. Each viewer belongs to one thread. */
  private static final class Viewer {
    final String name;
    final String single;
    String singleReceipt;
    String revoteAcknowledged;
    String revoteReceipt;
    String revoteLastSent;

    Viewer(String name, String single) {
      this.name = name;
      this.single = single;
    }
  }

  @Test
  void no_acknowledged_ballot_is_lost_to_the_death_of_the_process() throws Exception {
    long seed = Long.getLong("oncue.test.seed", System.nanoTime());
    System.out.println("KillIT: seed " + seed + " (-Doncue.test.seed)");
    Random random = new Random(seed);
    Engine engine = start();
    WholeShow show = WholeShow.begin("whole-show", Functions.of(client(engine)));
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String stream = "round-" + round;
        Map<String, Viewer> viewers = voteUntilKilled(engine, stream, random);
        engine = start();
        check(client(engine), stream, viewers);
        System.out.printf(
            "KillIT: round %d: %d viewers acknowledged before the kill%n",
            round, viewers.values().stream().filter(v -> v.singleReceipt != null).count());
      }
      show.goesOn(Functions.of(client(engine)));
    } finally {
      engine.close();
    }
  }

  private Engine start() {
    return Engine.local(folder).start();
  }

  private EngineClient client(Engine engine) {
    return engine.client(folder.resolve("data"));
  }

  private Map<String, Viewer> voteUntilKilled(Engine engine, String stream, Random random)
      throws InterruptedException {
    EngineClient client = client(engine);
    client.open(stream, "single", "");
    client.open(stream, "revote", ", \"revote\": true");
    Map<String, Viewer> viewers = new ConcurrentHashMap<>();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger acknowledged = new AtomicInteger();
    ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
    for (int i = 0; i < DRIVERS; i++) {
      Random choices = new Random(random.nextLong());
      drivers.execute(
          () -> {
            int number;
            while ((number = next.getAndIncrement()) < MAX_VIEWERS) {
              Viewer viewer = new Viewer("v" + number, OPTIONS.get(choices.nextInt(3)));
              viewers.put(viewer.name, viewer);
              try {
                vote(client, stream, viewer, choices);
                acknowledged.incrementAndGet();
              } catch (UncheckedIOException killed) {
                return;
              }
            }
          });
    }
    drivers.shutdown();
    await()
        .atMost(EngineClient.TIMEOUT)
        .until(() -> acknowledged.get() >= MIN_ACKNOWLEDGED || drivers.isTerminated());
    // Not a wait for anything: the moment of death is the test's random input.
    drivers.awaitTermination(random.nextInt(MAX_LIFE_MILLIS), TimeUnit.MILLISECONDS);
    engine.kill();
    assertThat(drivers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(acknowledged.get()).isGreaterThanOrEqualTo(MIN_ACKNOWLEDGED);
    return viewers;
  }

  private static void vote(EngineClient client, String stream, Viewer viewer, Random choices) {
    viewer.singleReceipt =
        receipt(client.vote(stream, "single", viewer.name, viewer.single).require(200));
    int ballots = 1 + choices.nextInt(3);
    for (int i = 0; i < ballots; i++) {
      String option = OPTIONS.get(choices.nextInt(3));
      viewer.revoteLastSent = option;
      String receipt = receipt(client.vote(stream, "revote", viewer.name, option).require(200));
      viewer.revoteAcknowledged = option;
      viewer.revoteReceipt = receipt;
    }
  }

  private static String receipt(Answer answer) {
    return answer.body().get("receipt").asText();
  }

  private static void check(EngineClient client, String stream, Map<String, Viewer> viewers)
      throws Exception {
    Map<String, String> single = new ConcurrentHashMap<>();
    Map<String, String> revote = new ConcurrentHashMap<>();
    ExecutorService drivers = Executors.newFixedThreadPool(8);
    try {
      List<java.util.concurrent.Callable<Void>> tasks =
          viewers.values().stream()
              .<java.util.concurrent.Callable<Void>>map(
                  viewer ->
                      () -> {
                        check(client, stream, viewer, single, revote);
                        return null;
                      })
              .toList();
      for (var done : drivers.invokeAll(tasks, 90, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      drivers.shutdownNow();
    }
    assertResult(client.close(stream, "single"), single);
    assertResult(client.close(stream, "revote"), revote);
  }

  /** Compares what a viewer was told with what lies in the box, and notes the latter. */
  private static void check(
      EngineClient client,
      String stream,
      Viewer viewer,
      Map<String, String> single,
      Map<String, String> revote) {
    JsonNode state = client.state(stream, viewer.name);
    JsonNode first = ballot(state, "single");
    if (viewer.singleReceipt != null) {
      assertThat(first).as("the acknowledged ballot of %s", viewer.name).isNotNull();
      assertThat(first.get("receipt").asText()).isEqualTo(viewer.singleReceipt);
      assertThat(receipt(client.vote(stream, "single", viewer.name, viewer.single).require(200)))
          .isEqualTo(viewer.singleReceipt);
      client.vote(stream, "single", viewer.name, otherThan(viewer.single)).require(409);
    }
    if (first != null) {
      assertThat(first.at("/options/0").asText()).isEqualTo(viewer.single);
      single.put(viewer.name, viewer.single);
    }
    JsonNode second = ballot(state, "revote");
    if (viewer.revoteAcknowledged != null) {
      assertThat(second).as("the acknowledged ballot of %s", viewer.name).isNotNull();
    }
    if (second != null) {
      checkRevote(client, stream, viewer, second);
      revote.put(viewer.name, second.at("/options/0").asText());
    }
  }

  private static void checkRevote(
      EngineClient client, String stream, Viewer viewer, JsonNode ballot) {
    String option = ballot.at("/options/0").asText();
    // The one that was under way when the process died may have got in; nothing older may be left.
    if (viewer.revoteLastSent.equals(viewer.revoteAcknowledged)) {
      assertThat(option).isEqualTo(viewer.revoteAcknowledged);
      assertThat(ballot.get("receipt").asText()).isEqualTo(viewer.revoteReceipt);
    } else {
      assertThat(option).isIn(viewer.revoteLastSent, viewer.revoteAcknowledged);
    }
    assertThat(receipt(client.vote(stream, "revote", viewer.name, option).require(200)))
        .isEqualTo(ballot.get("receipt").asText());
  }

  private static String otherThan(String option) {
    return option.equals("red") ? "blue" : "red";
  }

  private static JsonNode ballot(JsonNode state, String poll) {
    for (JsonNode one : state.get("polls")) {
      if (one.get("poll").asText().equals(poll)) {
        return one.get("ballot");
      }
    }
    throw new AssertionError("no poll " + poll + " in " + state);
  }

  private static void assertResult(JsonNode poll, Map<String, String> ballots) {
    JsonNode result = poll.get("result");
    Map<String, Integer> expected = new HashMap<>(Map.of("red", 0, "blue", 0, "green", 0));
    ballots.values().forEach(option -> expected.merge(option, 1, Integer::sum));
    Map<String, Integer> counts = new HashMap<>();
    result.get("counts").properties().forEach(e -> counts.put(e.getKey(), e.getValue().asInt()));
    assertThat(counts).isEqualTo(expected);
    assertThat(result.get("ballots").asInt()).isEqualTo(ballots.size());
    assertThat(result.get("final").asBoolean()).isTrue();
    assertThat(result.get("certified").asBoolean()).isTrue();
  }
}
