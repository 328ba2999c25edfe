package dev.oncue.warmpool.knative;

import static dev.oncue.warmpool.knative.PoolTestBed.MAX;
import static dev.oncue.warmpool.knative.PoolTestBed.MIN;
import static dev.oncue.warmpool.knative.PoolTestBed.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.sim.Call;
import dev.oncue.warmpool.knative.sim.Fault;
import dev.oncue.warmpool.knative.sim.Webhook;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows while the Kubernetes API, Knative or somebody else stands in the way. */
@Tag("faults")
class KnativePoolFaultsTest {
  private final PoolTestBed stage = new PoolTestBed(21);
  private final String revision = stage.knative.deploy(VOTE, Map.of(MIN, "1", MAX, "3"));
  private final KnativePool pool = stage.pool("a");

  KnativePoolFaultsTest() {
    stage.passSeconds(10);
  }

  @AfterEach
  void end() {
    stage.api.faults(call -> Optional.empty());
    stage.close();
  }

  private void fault(Predicate<Call> calls, Fault fault) {
    stage.api.faults(call -> calls.test(call) ? Optional.of(fault) : Optional.empty());
  }

  /** The first time only. */
  private void faultOnce(Predicate<Call> calls, Fault fault) {
    AtomicInteger times = new AtomicInteger();
    fault(call -> calls.test(call) && times.getAndIncrement() == 0, fault);
  }

  private void noFaults() {
    stage.api.faults(call -> Optional.empty());
  }

  private static Predicate<Call> on(String verb, String resource) {
    return call -> call.verb().equals(verb) && call.resource().equals(resource);
  }

  private long calls(Predicate<Call> calls) {
    return stage.api.calls().stream().filter(calls).count();
  }

  private void assertGivenBack() {
    stage.tickUntilGivenBack(pool);
    assertThat(stage.min(revision)).isEqualTo("1");
    assertThat(stage.knative.annotations().get(revision)).containsEntry("Revision " + MAX, "3");
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "3600, 30"})
  void anApiThatIsBusyIsLeftAloneForAsLongAsItAsks(int asked, int seconds) {
    faultOnce(on("list", "services"), Fault.busy(asked));
    FunctionStatus first = stage.look(pool, 3);
    assertThat(first.warm()).isZero();
    assertThat(first.problem().orElseThrow()).contains("429");
    stage.api.forgetCalls();
    for (int second = 1; second < seconds; second++) {
      stage.passSecond();
      stage.look(pool, 3);
    }
    assertThat(stage.api.calls()).isEmpty();
    stage.passSecond();
    stage.look(pool, 3);
    assertThat(stage.api.calls()).isNotEmpty();
  }

  @Test
  void anApiThatFailsIsAskedLessAndLess() {
    fault(call -> true, Fault.refused(500, "etcdserver: leader changed"));
    for (int second = 0; second < 120; second++) {
      stage.tick(pool, 3);
    }
    // After 1, 2, 4, 8, 16, 30, 30 seconds.
    assertThat(stage.api.calls()).hasSizeBetween(7, 9);
    noFaults();
    stage.tickUntilWarm(pool, 3);
    assertGivenBack();
  }

  @Test
  void whatWasWarmStaysSoForAMomentWithoutTheApi() {
    stage.tickUntilWarm(pool, 3);
    fault(call -> true, Fault.refused(503, "no endpoints available"));
    for (int second = 0; second < 29; second++) {
      FunctionStatus functionStatus = stage.tick(pool, 3);
      assertThat(functionStatus.warm()).isEqualTo(3);
      assertThat(functionStatus.problem().orElseThrow()).contains("503 no endpoints available");
      assertThat(functionStatus.finding()).isEqualTo(Finding.UNKNOWN);
      assertThat(pool.hasFailed()).isTrue();
    }
    assertThat(pool.isBlind()).isTrue();
    stage.passSeconds(2);
    assertThat(stage.tick(pool, 3).warm()).isZero();
  }

  @Test
  void aCallThatIsNotAnsweredEndsTheTick() {
    faultOnce(on("list", "services"), Fault.silence(Duration.ofSeconds(20)));
    long start = System.nanoTime();
    FunctionStatus functionStatus = stage.tick(pool, 3);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
    assertThat(functionStatus.problem().orElseThrow()).contains("cannot be used");
    stage.tickUntilWarm(pool, 3);
  }

  @Test
  void aTickDoesNotGoOnForLongWhereTheApiIsSlow() {
    stage.api.faults(
        call -> {
          stage.clock.pass(Duration.ofSeconds(2));
          return Optional.empty();
        });
    FunctionStatus functionStatus = stage.look(pool, 3);
    assertThat(functionStatus.problem().orElseThrow()).contains("slow");
    assertThat(stage.api.calls()).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void whatKnativeRefusesIsToldInItsWordsAndTriedSeldom() {
    stage.api.webhook(new Webhook(4));
    FunctionStatus functionStatus = stage.tick(pool, 8);
    assertThat(functionStatus.problem().orElseThrow())
        .startsWith("Revision " + revision + " cannot be changed: 400 admission webhook")
        .contains("expected 1 <= 8 <= 4");
    assertThat(functionStatus.finding()).isEqualTo(Finding.HELD_UP);
    for (int second = 0; second < 60; second++) {
      stage.tick(pool, 8);
    }
    assertThat(calls(on("patch", "revisions"))).isBetween(5L, 8L);
    stage.api.webhook(new Webhook(0));
    stage.tickUntilWarm(pool, 8);
    assertGivenBack();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500})
  void oneThatCannotBeChangedDoesNotHoldUpTheOthers(int code) {
    String other = stage.knative.deploy("live", Map.of());
    fault(
        call -> call.verb().equals("patch") && call.name().equals(revision),
        Fault.refused(code, "no"));
    Map<String, FunctionStatus> seen = Map.of();
    for (int second = 0; second < 20; second++) {
      seen = pool.keep(Map.of(VOTE, 2, "live", 2), stage.clock.now());
      stage.passSecond();
    }
    assertThat(seen.get("live").warm()).isEqualTo(2);
    assertThat(seen.get(VOTE).problem().orElseThrow()).contains(code + " no");
    assertThat(stage.min(other)).isEqualTo("2");
  }

  @Test
  void aConflictIsTriedAgainAtTheNextTick() {
    faultOnce(on("patch", "revisions"), Fault.refused(409, "the object has been modified"));
    stage.tick(pool, 3);
    assertThat(stage.min(revision)).isEqualTo("1");
    stage.tick(pool, 3);
    assertThat(stage.min(revision)).isEqualTo("3");
    stage.tickUntilWarm(pool, 3);
    assertGivenBack();
  }

  @Test
  void nothingIsChangedThatCouldNotBePutOnRecord() {
    for (String verb : new String[] {"create", "update"}) {
      fault(on(verb, "configmaps"), Fault.refused(409, "somebody was faster"));
      int wanted = verb.equals("create") ? 3 : 5;
      stage.api.forgetCalls();
      for (int second = 0; second < 5; second++) {
        stage.tick(pool, wanted);
      }
      assertThat(calls(on(verb, "configmaps"))).isPositive();
      assertThat(calls(on("patch", "revisions"))).isZero();
      noFaults();
      stage.tickUntilWarm(pool, wanted);
    }
    assertGivenBack();
  }

  @ParameterizedTest
  @CsvSource({"patch, revisions", "create, configmaps", "update, leases", "create, leases"})
  void anAnswerThatIsLostDoesNoHarm(String verb, String resource) {
    faultOnce(on(verb, resource), Fault.lost());
    stage.tickUntilWarm(pool, 3);
    noFaults();
    faultOnce(on(verb, resource), Fault.lost());
    assertGivenBack();
  }

  @Test
  void aChangeThatIsNotAnsweredDoesNoHarm() {
    faultOnce(on("patch", "revisions"), Fault.silentlyDone(Duration.ofSeconds(20)));
    stage.tickUntilWarm(pool, 3);
    assertGivenBack();
  }

  /** The server may carry out later what it did not answer, after all was given back. */
  @Test
  void aChangeThatMayStillArriveStaysOnRecord() {
    faultOnce(on("patch", "revisions"), Fault.refused(504, "timeout"));
    stage.tick(pool, 3);
    for (int second = 0; second < 58; second++) {
      stage.tick(pool, 0);
      assertThat(stage.savedObjects()).as("second %d", second).isNotEmpty();
    }
    stage.knative.annotate(revision, MIN, "3");
    assertGivenBack();
  }

  @Test
  void whatSomebodyElseChangesInTheMiddleOfAWindowStaysAsTheyWantIt() {
    stage.tickUntilWarm(pool, 3);
    stage.knative.annotate(revision, MIN, "2");
    for (int second = 0; second < 5; second++) {
      stage.tick(pool, 5);
    }
    assertThat(stage.min(revision)).isEqualTo("2");
    assertThat(stage.tick(pool, 5).problem().orElseThrow())
        .isEqualTo(
            "Revision " + revision + " keeps the min-scale that somebody else gave it meanwhile");
    stage.tickUntilGivenBack(pool);
    assertThat(stage.min(revision)).isEqualTo("2");
    assertThat(stage.knative.annotations().get(revision)).containsEntry("Revision " + MAX, "3");
    assertThat(stage.events()).contains("Warning WarmPoolLeftAlone");
  }

  /** Its own max-scale would be below the min-scale that somebody else set. */
  @Test
  void whatCannotBeGivenBackBecauseOfThatIsKeptAsLowAsMayBe() {
    stage.tickUntilWarm(pool, 8);
    stage.knative.annotate(revision, MIN, "6");
    stage.tickUntilGivenBack(pool);
    assertThat(stage.knative.annotations().get(revision))
        .containsEntry("Revision " + MIN, "6")
        .containsEntry("Revision " + MAX, "6");
  }

  @Test
  void withoutAKnownVersionNothingIsChanged() {
    stage.knative.label(Map.of("app.kubernetes.io/version", "devel"));
    for (int second = 0; second < 5; second++) {
      assertThat(stage.tick(pool, 3).problem())
          .hasValue(
              "the version of Knative Serving is not known, for Deployment controller in namespace"
                  + " knative-serving has no label of a release: set ONCUE_WARM_POOL_SERVING_VERSION");
    }
    assertThat(calls(on("patch", "revisions"))).isZero();
    assertThat(stage.savedObjects()).isEmpty();
    stage.tickUntilWarm(stage.poolThatIsTold("1.21"), 3);
  }

  @Test
  void aVersionThatMayNotBeReadIsToldApart() {
    fault(call -> call.namespace().equals("knative-serving"), Fault.refused(403, "forbidden"));
    assertThat(stage.tick(pool, 3).problem().orElseThrow()).contains("may not be read");
  }

  @Test
  void whatWasBegunGoesOnWhileTheVersionIsNotKnown() {
    stage.tickUntilWarm(pool, 3);
    stage.knative.label(Map.of());
    for (int second = 0; second < 20; second++) {
      assertThat(stage.tick(pool, 3).warm()).isEqualTo(3);
    }
    assertGivenBack();
  }

  @Test
  void aVersionThatIsSetWrongIsFoundOut() {
    KnativePool wrong = stage.poolThatIsTold("1.20");
    FunctionStatus functionStatus =
        stage.tickUntil(wrong, 3, seen -> seen.problem().orElse("").contains("set back"));
    assertThat(functionStatus.problem().orElseThrow())
        .contains("is ONCUE_WARM_POOL_SERVING_VERSION right?");
    for (int second = 0; second < 60; second++) {
      stage.tick(wrong, 3);
    }
    assertThat(calls(on("patch", "podautoscalers"))).isLessThan(10);
    stage.tickUntilGivenBack(wrong);
  }

  @Test
  void aRecordThatCannotBeReadIsKeptAndItsRevisionLeftAlone() {
    stage.api.data("oncue-warm-pool", Map.of("Revision." + revision, "{}", "note", "by hand"));
    for (int second = 0; second < 5; second++) {
      assertThat(stage.tick(pool, 3).problem())
          .hasValue(
              "Revision " + revision + " has a record that cannot be read, so it is left alone");
    }
    String young = stage.knative.deploy(VOTE, Map.of());
    stage.tickUntil(pool, 3, seen -> "3".equals(stage.min(young)));
    assertThat(stage.min(revision)).isEqualTo("1");
    assertThat(stage.savedObjects())
        .containsEntry("Revision." + revision, "{}")
        .containsEntry("note", "by hand");
  }

  @Test
  void anEventThatCannotBeWrittenIsNoObstacle() {
    fault(call -> call.resource().equals("events"), Fault.refused(403, "forbidden"));
    stage.tickUntilWarm(pool, 3);
    assertGivenBack();
  }

  @Test
  void eventsTellEachChangeOnce() {
    stage.tickUntilWarm(pool, 3);
    for (int second = 0; second < 10; second++) {
      stage.tick(pool, 3);
    }
    stage.tickUntilGivenBack(pool);
    assertThat(stage.events())
        .containsExactlyInAnyOrder(
            "Normal WarmPoolWarming", "Normal WarmPoolWarm", "Normal WarmPoolRestored");
    stage.tickUntilWarm(pool, 3);
    stage.tickUntilGivenBack(pool);
    assertThat(stage.events())
        .as("what is the same again is counted")
        .contains("Normal WarmPoolWarm 2", "Normal WarmPoolRestored 2");
  }
}
