package dev.oncue.warmpool.knative;

import static dev.oncue.warmpool.knative.PoolTestBed.ACTIVATION;
import static dev.oncue.warmpool.knative.PoolTestBed.MAX;
import static dev.oncue.warmpool.knative.PoolTestBed.MIN;
import static dev.oncue.warmpool.knative.PoolTestBed.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.serving.Services;
import dev.oncue.warmpool.knative.sim.Call;
import dev.oncue.warmpool.knative.sim.Fault;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows on a simulated Knative that is well. */
class KnativePoolTest {
  @ParameterizedTest
  @ValueSource(ints = {20, 21, 23})
  void aWindowIsWarmAndLeavesNothingBehind(int minor) {
    try (PoolTestBed stage = new PoolTestBed(minor)) {
      String revision = stage.knative.deploy(VOTE, Map.of(MIN, "1", MAX, "3", ACTIVATION, "2"));
      stage.passSeconds(120);
      Map<String, Map<String, String>> before = stage.knative.annotations();
      KnativePool pool = stage.pool("a");

      FunctionStatus functionStatus = stage.tickUntilWarm(pool, 5);

      assertThat(functionStatus).isEqualTo(new FunctionStatus(5, 5, Optional.empty()));
      assertThat(stage.knative.readyPods(revision)).isEqualTo(5);
      stage.tickUntilGivenBack(pool);
      stage.passSeconds(120);
      assertThat(stage.knative.annotations()).isEqualTo(before);
      assertThat(stage.knative.pods(revision)).isEqualTo(1);
      stage.assertNoPodWasRolled();
    }
  }

  @ParameterizedTest
  @CsvSource({"20, podautoscalers", "21, revisions"})
  void onlyWhatKnativeLetsBePatchedIs(int minor, String resource) {
    try (PoolTestBed stage = new PoolTestBed(minor)) {
      stage.knative.deploy(VOTE, Map.of());
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 2);
      stage.tickUntilGivenBack(pool);
      assertThat(stage.api.calls())
          .filteredOn(call -> call.verb().equals("patch"))
          .extracting(Call::resource)
          .containsOnly(resource);
    }
  }

  @Test
  void instancesComeAndGoWithWhatIsWanted() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      String revision = stage.knative.deploy(VOTE, Map.of(MAX, "4"));
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 3);
      stage.tickUntilWarm(pool, 8);
      assertThat(stage.knative.annotations().get(revision))
          .containsEntry("Revision " + MIN, "8")
          .containsEntry("Revision " + MAX, "8");
      assertThat(stage.tick(pool, 6).warm()).isGreaterThanOrEqualTo(6);
      stage.tick(pool, 6);
      assertThat(stage.knative.annotations().get(revision))
          .containsEntry("Revision " + MIN, "6")
          .containsEntry("Revision " + MAX, "6");
      stage.tickUntilGivenBack(pool);
      assertThat(stage.knative.annotations().get(revision))
          .doesNotContainKey("Revision " + MIN)
          .containsEntry("Revision " + MAX, "4");
    }
  }

  @Test
  void whatIsThereAnywayIsNotTouched() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      stage.knative.deploy(VOTE, Map.of(MIN, "4"));
      stage.passSeconds(30);
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 3);
      stage.tick(pool, 0);
      assertThat(stage.api.calls())
          .filteredOn(Call::isWrite)
          .extracting(Call::resource)
          .containsOnly("leases", "events");
    }
  }

  @Test
  void theOlderSpellingIsOverriddenAndComesBack() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      String revision =
          stage.knative.deploy(
              VOTE,
              Map.of(
                  "autoscaling.knative.dev/minScale", "1",
                  "autoscaling.knative.dev/maxScale", "2"));
      stage.passSeconds(10);
      Map<String, Map<String, String>> before = stage.knative.annotations();
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 5);
      assertThat(stage.knative.annotations().get(revision))
          .containsEntry("Revision " + MAX, "5")
          .containsEntry("Revision autoscaling.knative.dev/maxScale", "2");
      stage.tickUntilGivenBack(pool);
      stage.passSecond();
      assertThat(stage.knative.annotations()).isEqualTo(before);
    }
  }

  /** Each controller of Knative is behind the one before it, and each delay is seen and named. */
  @Test
  void warmIsOnlyWhatAllFiveSignsAgreeOnTwice() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      stage.knative.deploy(VOTE, Map.of(MIN, "3"));
      stage.passSeconds(30);
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 3);

      assertThat(problem(stage, pool)).contains("min-scale is still 3");
      stage.knative.syncAutoscalers();
      assertThat(problem(stage, pool)).contains("asks for 3 instances");
      stage.knative.scale();
      assertThat(problem(stage, pool)).contains("has 3 instances, says its autoscaler");
      stage.knative.runPods();
      stage.clock.pass(java.time.Duration.ofSeconds(3));
      stage.knative.scale();
      assertThat(problem(stage, pool)).contains("has 3 ready replicas");
      stage.knative.runPods();
      assertThat(problem(stage, pool)).contains("has 3 pods that requests can be sent to");
      stage.knative.publishEndpoints();
      FunctionStatus once = stage.look(pool, 5);
      assertThat(once.warm()).isEqualTo(4);
      assertThat(once.problem()).hasValueSatisfying(text -> assertThat(text).contains("once"));
      assertThat(stage.look(pool, 5)).isEqualTo(new FunctionStatus(5, 5, Optional.empty()));
    }
  }

  private static String problem(PoolTestBed stage, KnativePool pool) {
    FunctionStatus functionStatus = stage.look(pool, 5);
    assertThat(functionStatus.warm()).isLessThan(5);
    return functionStatus.problem().orElseThrow();
  }

  @Test
  void aNewRevisionInTheMiddleOfAWindowIsRaisedAtOnceAndTheOldOneGivenBack() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      String old = stage.knative.deploy(VOTE, Map.of(MIN, "1"));
      stage.passSeconds(10);
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 5);

      String young = stage.knative.deploy(VOTE, Map.of(MIN, "2", MAX, "4"));
      stage.look(pool, 5);
      assertThat(stage.min(young)).isEqualTo("5");
      assertThat(stage.min(old)).isEqualTo("5");
      for (int second = 0; second < 20; second++) {
        assertThat(stage.tick(pool, 5).warm()).as("second %d", second).isGreaterThanOrEqualTo(4);
      }
      assertThat(stage.min(old)).isEqualTo("1");
      assertThat(stage.knative.readyPods(young)).isEqualTo(5);

      stage.tickUntilGivenBack(pool);
      assertThat(stage.min(young)).isEqualTo("2");
    }
  }

  /** Nothing moves at zero after a restart of the autoscaler until a request comes. */
  @Test
  void aServiceAtZeroWhoseAutoscalerWasRestartedIsNudged() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      String revision = stage.knative.deploy(VOTE, Map.of());
      stage.passSeconds(200);
      assertThat(stage.knative.pods(revision)).isZero();
      stage.knative.restartAutoscaler();
      stage.passSeconds(5);

      stage.tickUntilWarm(stage.pool("a"), 4);

      assertThat(stage.nudges()).isBetween(1, 3);
    }
  }

  @Test
  void aServiceThatScalesByItselfIsNotNudged() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      stage.knative.deploy(VOTE, Map.of());
      stage.passSeconds(200);
      stage.tickUntilWarm(stage.pool("a"), 4);
      assertThat(stage.nudges()).isZero();
    }
  }

  @Test
  void aRevisionThatKnativeTakesForUnreachableIsNotCalledWarm() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      String revision = stage.knative.deploy(VOTE, Map.of(MIN, "1"));
      stage.passSeconds(10);
      stage.knative.breakPods(revision);
      stage.passSecond();
      KnativePool pool = stage.pool("a");
      FunctionStatus functionStatus = null;
      for (int second = 0; second < 10; second++) {
        functionStatus = stage.tick(pool, 3);
        assertThat(functionStatus.warm()).isZero();
      }
      assertThat(functionStatus.problem())
          .hasValue(
              "Revision "
                  + revision
                  + " is unreachable, so Knative ignores its min-scale;"
                  + " 3 are wanted");
      stage.tickUntilGivenBack(pool);
      assertThat(stage.min(revision)).isEqualTo("1");
    }
  }

  @Test
  void aRevisionThatIsDeletedMeanwhileIsForgotten() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      String old = stage.knative.deploy(VOTE, Map.of(MIN, "1"));
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 3);
      stage.knative.deploy(VOTE, Map.of());
      stage.knative.delete(old);
      stage.tickUntilWarm(pool, 3);
      assertThat(stage.savedObjects()).containsOnlyKeys("Revision." + stage.newest());
      stage.tickUntilGivenBack(pool);
    }
  }

  @Test
  void aServiceThatIsPinnedKeepsBothItsRevisionAndTheLatestHot() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      String old = stage.knative.deploy(VOTE, Map.of(MIN, "1"));
      stage.passSeconds(10);
      stage.knative.pin(VOTE, old);
      String young = stage.knative.deploy(VOTE, Map.of());
      stage.passSeconds(10);
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 3);
      assertThat(stage.min(old)).isEqualTo("3");
      assertThat(stage.min(young)).isEqualTo("3");
      stage.tickUntilGivenBack(pool);
      assertThat(stage.min(old)).isEqualTo("1");
      assertThat(stage.min(young)).isNull();
    }
  }

  @Test
  void anUpgradeOfKnativeInTheMiddleOfAWindowIsFollowed() {
    try (PoolTestBed stage = new PoolTestBed(20)) {
      String revision = stage.knative.deploy(VOTE, Map.of(MIN, "1"));
      stage.passSeconds(10);
      Map<String, Map<String, String>> before = stage.knative.annotations();
      KnativePool pool = stage.pool("a");
      stage.tickUntilWarm(pool, 3);
      stage.knative.upgrade(21);
      for (int second = 0; second < 20; second++) {
        stage.tick(pool, 3);
      }
      assertThat(stage.savedObjects()).containsOnlyKeys("Revision." + revision);
      assertThat(stage.tick(pool, 3).warm()).isEqualTo(3);
      stage.tickUntilGivenBack(pool);
      stage.passSecond();
      assertThat(stage.knative.annotations()).isEqualTo(before);
    }
  }

  @Test
  void functionsDoNotStandInEachOthersWay() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      stage.knative.deploy(VOTE, Map.of());
      stage.knative.deploy("live", Map.of());
      KnativePool pool = stage.pool("a");
      Map<String, Integer> wanted = Map.of(VOTE, 2, "live", 3, "reaction", 4, "poll-open", 0);
      Map<String, FunctionStatus> seen = Map.of();
      for (int second = 0; second < 20; second++) {
        seen = pool.keep(wanted, stage.clock.now());
        stage.passSecond();
      }
      assertThat(seen)
          .isEqualTo(
              Map.of(
                  VOTE,
                  new FunctionStatus(2, 2, Optional.empty()),
                  "live",
                  new FunctionStatus(3, 3, Optional.empty()),
                  "reaction",
                  FunctionStatus.heldUp(4, "there is no Knative Service reaction"),
                  "poll-open",
                  new FunctionStatus(0, 0, Optional.empty())));
    }
  }

  @Test
  void instancesThatNobodyAskedForAreNotCounted() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      String revision = stage.knative.deploy(VOTE, Map.of(MIN, "2"));
      stage.passSeconds(10);
      KnativePool pool = stage.pool("a");
      assertThat(stage.tickUntilWarm(pool, 1))
          .isEqualTo(new FunctionStatus(1, 1, Optional.empty()));
      stage.knative.breakPods(revision);
      stage.passSeconds(5);
      stage.tick(pool, 1);
      assertThat(stage.api.events())
          .extracting(event -> event.path("message").asText())
          .contains("1 of 1 instances are hot")
          .noneMatch(message -> message.contains("2 of 1"));
    }
  }

  /** What was hot before this process was there is not lost because it has seen it only once. */
  @Test
  void afterARestartWhatIsHotWasSeenOnce() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      stage.knative.deploy(VOTE, Map.of());
      stage.tickUntilWarm(stage.pool("a"), 3);
      KnativePool again = stage.pool("a");
      FunctionStatus once = stage.tick(again, 3);
      assertThat(once.finding()).isEqualTo(Finding.SEEN_ONCE);
      assertThat(stage.tick(again, 3).isWarm()).isTrue();
      assertThat(stage.events()).doesNotContain("Warning WarmPoolShort");
    }
  }

  /** The calls of a whole tick, and not one that changes anything. */
  @Test
  void aRehearsalReadsAllAndChangesNothing() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      stage.knative.deploy(VOTE, Map.of(MIN, "1"));
      stage.passSeconds(10);
      KnativePool pool = stage.pool("a");
      assertThat(pool.rehearse(Set.of(VOTE, "live"), stage.clock.now())).isTrue();
      assertThat(stage.api.calls())
          .extracting(call -> call.verb() + " " + call.resource())
          .containsExactlyInAnyOrder(
              "get leases",
              "get configmaps",
              "list services",
              "get deployments",
              "get revisions",
              "get podautoscalers",
              "get deployments",
              "list endpointslices");
      assertThat(pool.isLeader()).isFalse();
      FunctionStatus first = stage.look(pool, 1);
      assertThat(first.finding()).as("it counts for nothing").isEqualTo(Finding.SEEN_ONCE);

      stage.api.faults(call -> Optional.of(Fault.refused(429, "busy")));
      assertThat(stage.pool("b").rehearse(Set.of(VOTE), stage.clock.now())).isFalse();
    }
  }

  @Test
  void aServiceIsFoundByItsLabel() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      stage.knative.deploy("ballots", Map.of());
      stage.knative.label("ballots", Services.LABEL, VOTE);
      stage.tickUntilWarm(stage.pool("a"), 2);
      stage.knative.deploy("votes", Map.of());
      stage.knative.label("votes", Services.LABEL, VOTE);
      assertThat(stage.tick(stage.pool("b"), 2).problem())
          .hasValue(
              "several Knative Services have the label oncue.dev/function=vote: ballots, votes");
    }
  }

  @Test
  void nothingIsReadButTheRecordWhileNothingIsWanted() {
    try (PoolTestBed stage = new PoolTestBed(21)) {
      stage.knative.deploy(VOTE, Map.of());
      KnativePool pool = stage.pool("a");
      stage.tick(pool, 0);
      stage.api.forgetCalls();
      stage.tick(pool, 0);
      assertThat(stage.api.calls())
          .extracting(call -> call.verb() + " " + call.resource())
          .isEqualTo(List.of("get configmaps"));
    }
  }
}
