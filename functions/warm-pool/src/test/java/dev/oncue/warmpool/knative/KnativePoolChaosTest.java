package dev.oncue.warmpool.knative;

import static dev.oncue.warmpool.knative.PoolTestBed.ACTIVATION;
import static dev.oncue.warmpool.knative.PoolTestBed.MAX;
import static dev.oncue.warmpool.knative.PoolTestBed.MIN;
import static dev.oncue.warmpool.knative.PoolTestBed.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.sim.Call;
import dev.oncue.warmpool.knative.sim.Fault;
import dev.oncue.warmpool.pool.FunctionStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two controllers, Knative's own, and everything that goes wrong, in an order by chance. A seed
 * repeats it.
 */
@Tag("faults")
class KnativePoolChaosTest {
  private static final int SEEDS = Integer.getInteger("oncue.chaos.seeds", 20);
  private static final int FIRST_SEED = Integer.getInteger("oncue.chaos.first", 1);
  private static final int STEPS = 150;

  static IntStream seeds() {
    return IntStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensEverythingIsGivenBack(int seed) {
    try (PoolTestBed stage = new PoolTestBed(seed % 3 == 0 ? 20 : 21)) {
      new Chaos(stage, seed).run();
    }
  }

  /** One run. */
  private static final class Chaos {
    private final PoolTestBed stage;
    private final int seed;
    private final Random random;
    private final boolean isSynced;
    private final List<Mortal> controllers;

    /** What each Revision's bounds are to be in the end. */
    private final Map<String, Map<String, String>> expected = new HashMap<>();

    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
    private volatile double faultRate;
    private int wanted;
    private int edits;

    Chaos(PoolTestBed stage, int seed) {
      this.stage = stage;
      this.seed = seed;
      random = new Random(seed);
      isSynced = seed % 3 != 0;
      deploy();
      controllers =
          List.of(new Mortal(stage, "a", random.nextBoolean()), new Mortal(stage, "b", false));
      stage.api.faults(this::fault);
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      faultRate = 0;
      calm();
      assertThat(wrongs).as("seed %d", seed).isEmpty();
      expected.forEach(
          (revision, bounds) ->
              assertThat(bounds(revision)).as("seed %d, %s", seed, revision).isEqualTo(bounds));
      if (isSynced) {
        stage.assertNoPodWasRolled();
      }
    }

    private void step() {
      switch (random.nextInt(20)) {
        case 0 -> wanted = random.nextInt(3) * random.nextInt(5);
        case 1 -> controllers.get(random.nextInt(2)).killAfter(random.nextInt(12));
        case 2 -> faultRate = random.nextInt(3) == 0 ? random.nextDouble() : 0;
        case 3 -> deploySometimes();
        case 4 -> editSometimes();
        case 5 -> stage.knative.restartAutoscaler();
        case 6 -> deleteSometimes();
        case 7 -> stage.clock.pass(Duration.ofSeconds(random.nextInt(20)));
        case 8, 9, 10, 11, 12 -> oneController();
        default -> tick();
      }
    }

    private void tick() {
      Mortal controller = controllers.get(random.nextInt(4) == 0 ? 1 : 0);
      FunctionStatus functionStatus = controller.look(wanted);
      int ready = stage.knative.readyPods(stage.serving());
      if (functionStatus.problem().isEmpty() && functionStatus.warm() > ready) {
        wrongs.add(functionStatus + " is said while " + ready + " are ready");
      }
      stage.clock.pass(Duration.ofMillis(random.nextInt(2000)));
    }

    private void oneController() {
      List<Runnable> steps = stage.knative.steps();
      for (int each = random.nextInt(6); each >= 0; each--) {
        steps.get(random.nextInt(steps.size())).run();
      }
    }

    private void deploySometimes() {
      if (stage.knative.revisions(VOTE).size() < 4) {
        deploy();
      }
    }

    private void deploy() {
      Map<String, String> bounds = new HashMap<>();
      boolean isBound = random.nextBoolean();
      if (random.nextBoolean()) {
        bounds.put(MIN, Integer.toString(random.nextInt(3)));
      }
      if (isBound) {
        bounds.put(MAX, Integer.toString(2 + random.nextInt(3)));
      }
      if (random.nextInt(3) == 0) {
        bounds.put(ACTIVATION, "2");
      }
      expected.put(stage.knative.deploy(VOTE, bounds), bounds);
    }

    /** Somebody wants more than any window here does, so it is known whose value it is. */
    private void editSometimes() {
      List<String> revisions = stage.knative.revisions(VOTE);
      String revision = revisions.get(random.nextInt(revisions.size()));
      Map<String, String> bounds = expected.get(revision);
      if (bounds.containsKey(MAX) || bounds.containsKey(ACTIVATION) || edits > 1) {
        return;
      }
      String value = Integer.toString(20 + ++edits);
      if (isSynced) {
        stage.knative.annotate(revision, MIN, value);
      } else {
        stage.knative.annotateAutoscaler(revision, MIN, value);
      }
      bounds.put(MIN, value);
    }

    private void deleteSometimes() {
      String oldest = stage.knative.revisions(VOTE).get(0);
      boolean isUsed = oldest.equals(stage.serving()) || oldest.equals(stage.newest());
      if (!isUsed) {
        stage.knative.delete(oldest);
        expected.remove(oldest);
      }
    }

    private synchronized Optional<Fault> fault(Call call) {
      for (Mortal controller : controllers()) {
        Optional<Fault> death = controller.fault(call);
        if (death.isPresent()) {
          return death;
        }
      }
      if (call.verb().equals("patch")) {
        check(call);
      }
      if (random.nextDouble() >= faultRate) {
        return Optional.empty();
      }
      return Optional.of(
          switch (random.nextInt(4)) {
            case 0 -> Fault.busy(random.nextInt(3));
            case 1 -> Fault.refused(500, "by chance");
            case 2 -> Fault.refused(call.isWrite() ? 409 : 503, "by chance");
            default -> Fault.lost();
          });
    }

    private List<Mortal> controllers() {
      return controllers == null ? List.of() : controllers;
    }

    /** Who changes something holds the Lease, and has put it on record. */
    private void check(Call call) {
      String holder = stage.api.leaseHolder("oncue-warm-pool");
      if (!call.agent().equals("oncue-warm-pool/" + holder)) {
        wrongs.add(call + " while the Lease is held by " + holder);
      }
      boolean isOnRecord =
          stage.savedObjects().keySet().stream().anyMatch(key -> key.endsWith("." + call.name()));
      if (!isOnRecord) {
        wrongs.add(call + " is not on record");
      }
    }

    /** Nothing is wanted, and nothing goes wrong, until all has been given back. */
    private void calm() {
      for (int second = 0; second < 200; second++) {
        controllers.forEach(controller -> controller.look(0));
        stage.passSecond();
        if (stage.savedObjects().isEmpty()) {
          stage.passSecond();
          return;
        }
      }
      throw new AssertionError("seed " + seed + ": still on record " + stage.savedObjects());
    }

    private Map<String, String> bounds(String revision) {
      Map<String, String> bounds = new HashMap<>();
      String prefix = isSynced ? "Revision " : "PodAutoscaler ";
      stage
          .knative
          .annotations()
          .get(revision)
          .forEach(
              (key, value) -> {
                if (key.startsWith(prefix)) {
                  bounds.put(key.substring(prefix.length()), value);
                }
              });
      return bounds;
    }
  }
}
