package dev.oncue.warmpool.knative;

import static dev.oncue.warmpool.knative.PoolTestBed.ACTIVATION;
import static dev.oncue.warmpool.knative.PoolTestBed.MAX;
import static dev.oncue.warmpool.knative.PoolTestBed.MIN;
import static dev.oncue.warmpool.knative.PoolTestBed.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.sim.Call;
import dev.oncue.warmpool.pool.FunctionStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A window whose controller is killed after its first call, its second, and so on to its last. */
@Tag("faults")
class KnativePoolDeathTest {
  @Test
  void whereverTheControllerDiesTheWindowIsWarmAndAllIsGivenBack() {
    int calls = 0;
    while (show(21, calls, call -> true, true)) {
      calls++;
    }
    assertThat(calls).as("places to die").isGreaterThan(60);
  }

  /** What a kill after a read leaves behind is what the last write did, so writes are enough. */
  @ParameterizedTest
  @CsvSource({"20, true", "21, false"})
  void theSameForAnOlderKnativeAndForAnotherControllerThatHasToWaitForTheLease(
      int minor, boolean comesBack) {
    int writes = 1;
    while (show(minor, writes, Call::isWrite, comesBack)) {
      writes++;
    }
    assertThat(writes).as("places to die").isGreaterThan(10);
  }

  /**
   * @param calls after which it is killed
   * @param counted the calls that count
   * @param comesBack whether the next one has the same name, as a container that is started again,
   *     so that it need not wait for the Lease
   * @return whether the controller lived long enough to be killed
   */
  private static boolean show(int minor, int calls, Predicate<Call> counted, boolean comesBack) {
    try (PoolTestBed stage = new PoolTestBed(minor)) {
      stage.knative.deploy(VOTE, Map.of(MIN, "1", MAX, "3", ACTIVATION, "2"));
      stage.passSeconds(5);
      Map<String, Map<String, String>> before = new TreeMap<>(stage.knative.annotations());
      Mortal controller = new Mortal(stage, "pod", comesBack);
      stage.api.faults(controller::fault);
      controller.killAfter(calls, counted);

      warm(stage, controller, 2, calls);
      String second = stage.knative.deploy(VOTE, Map.of(MAX, "4"));
      before.put(second, stage.knative.annotations().get(second));
      warm(stage, controller, 5, calls);
      giveBack(stage, controller, calls);

      stage.passSecond();
      assertThat(stage.knative.annotations()).as("killed after %d calls", calls).isEqualTo(before);
      stage.assertNoPodWasRolled();
      return controller.deaths() > 0;
    }
  }

  private static void warm(PoolTestBed stage, Mortal controller, int wanted, int calls) {
    for (int second = 0; second < 60; second++) {
      FunctionStatus functionStatus = controller.look(wanted);
      if (functionStatus.warm() >= wanted) {
        assertThat(stage.knative.readyPods(stage.serving())).isGreaterThanOrEqualTo(wanted);
        return;
      }
      stage.passSecond();
    }
    throw new AssertionError("killed after " + calls + " calls: not warm within a minute");
  }

  private static void giveBack(PoolTestBed stage, Mortal controller, int calls) {
    for (int second = 0; second < 60; second++) {
      controller.look(0);
      if (stage.savedObjects().isEmpty()) {
        return;
      }
      stage.passSecond();
    }
    throw new AssertionError("killed after " + calls + " calls: on record " + stage.savedObjects());
  }
}
