package dev.oncue.warmpool.knative;

import static dev.oncue.warmpool.knative.PoolTestBed.MIN;
import static dev.oncue.warmpool.knative.PoolTestBed.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.api.PoolLease;
import dev.oncue.warmpool.knative.sim.Call;
import dev.oncue.warmpool.knative.sim.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several processes share a pool. */
class KnativePoolLeaseTest {
  private final PoolTestBed stage = new PoolTestBed(21);
  private final String revision = stage.knative.deploy(VOTE, Map.of(MIN, "1"));
  private final KnativePool first = stage.pool("first");
  private final KnativePool second = stage.pool("second");

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void oneChangesThingsAndAllSeeThem() {
    for (int tick = 0; tick < 20; tick++) {
      stage.look(second, 3);
      stage.tick(first, 3);
    }
    assertThat(second.isLeader()).isTrue();
    assertThat(first.isLeader()).isFalse();
    assertThat(stage.tick(first, 3).warm()).isEqualTo(3);
    assertThat(stage.tick(second, 3).warm()).isEqualTo(3);
    assertThat(stage.api.calls())
        .filteredOn(Call::isWrite)
        .extracting(Call::agent)
        .containsOnly("oncue-warm-pool/second");
  }

  @Test
  void whenOneDiesAnotherGoesOnOnceTheLeaseHasRunOut() {
    stage.tickUntilWarm(first, 3);
    int waited = 0;
    while (!second.isLeader()) {
      stage.tick(second, 0);
      waited++;
      assertThat(waited).isLessThan(30);
    }
    assertThat(Duration.ofSeconds(waited))
        .isBetween(PoolLease.DURATION, PoolLease.DURATION.plusSeconds(2));
    assertThat(first.isLeader()).isFalse();
    stage.tickUntilGivenBack(second);
    assertThat(stage.min(revision)).isEqualTo("1");
  }

  @Test
  void whenOneStopsAnotherGoesOnAtOnce() {
    stage.tickUntilWarm(first, 3);
    first.close();
    stage.tick(second, 5);
    assertThat(second.isLeader()).isTrue();
    assertThat(stage.min(revision)).isEqualTo("5");
  }

  @Test
  void aLeaseThatIsRenewedIsNotTaken() {
    for (int tick = 0; tick < 60; tick++) {
      stage.look(first, 3);
      stage.tick(second, 3);
      assertThat(first.isLeader()).isTrue();
      assertThat(second.isLeader()).isFalse();
    }
  }

  /** The process is stopped for a minute, by the garbage collector or its machine. */
  @Test
  void aLeaseThatIsLostInTheMiddleOfATickEndsAllChanges() {
    stage.tick(first, 0);
    stage.api.forgetCalls();
    stage.api.faults(
        call -> {
          if (call.resource().equals("revisions")) {
            stage.clock.pass(PoolLease.TRUST);
          }
          return Optional.empty();
        });
    stage.look(first, 3);
    assertThat(first.isLeader()).isFalse();
    assertThat(stage.api.calls()).filteredOn(Call::isWrite).isEmpty();
  }

  @Test
  void theLeaseIsNotAskedForAtEveryTick() {
    assertThat(first.isLeader()).isFalse();
    stage.look(first, 0);
    stage.look(second, 0);
    assertThat(first.isLeader()).isTrue();
    assertThat(second.isLeader()).isFalse();
    stage.api.forgetCalls();
    stage.look(first, 0);
    assertThat(stage.api.calls()).extracting(Call::resource).doesNotContain("leases");
  }

  @Test
  void whoLeadsGoesOnForAMomentWithoutTheApi() {
    stage.look(first, 0);
    assertThat(first.isLeader()).isTrue();
    stage.api.faults(call -> Optional.of(Fault.refused(500, "etcdserver: leader changed")));
    for (int second = 1; second < PoolLease.TRUST.toSeconds(); second++) {
      stage.passSecond();
      stage.look(first, 0);
      assertThat(first.isLeader()).as("second %d", second).isTrue();
    }
    stage.passSecond();
    stage.look(first, 0);
    stage.look(second, 0);
    assertThat(first.isLeader()).isFalse();
    assertThat(second.isLeader()).isFalse();
  }

  private void faults(Predicate<Call> calls, Fault fault) {
    stage.api.faults(call -> calls.test(call) ? Optional.of(fault) : Optional.empty());
  }

  private static boolean isOfFirst(Call call) {
    return call.agent().equals("oncue-warm-pool/first");
  }

  /** It could renew the Lease for ever, and do nothing else. */
  @Test
  void whoCannotUseTheApiLeavesTheLeaseToAnother() {
    stage.tick(first, 3);
    faults(
        call -> isOfFirst(call) && call.resource().equals("configmaps"),
        Fault.refused(500, "etcdserver: request timed out"));
    int waited = 0;
    while (!second.isLeader()) {
      stage.look(first, 3);
      stage.tick(second, 3);
      waited++;
      assertThat(waited).isLessThan(30);
    }
    assertThat(first.isLeader()).isFalse();
    stage.tickUntilWarm(second, 3);
  }

  @Test
  void whoIsToldToWaitForLongLeavesTheLeaseAtOnce() {
    stage.tick(first, 3);
    faults(call -> isOfFirst(call) && call.resource().equals("configmaps"), Fault.busy(60));
    stage.tick(first, 3);
    assertThat(first.isLeader()).isFalse();
    assertThat(first.isBlind()).isTrue();
    assertThat(stage.api.leaseHolder("oncue-warm-pool")).isEmpty();
    stage.tick(second, 5);
    assertThat(second.isLeader()).isTrue();
    assertThat(stage.min(revision)).isEqualTo("5");
  }

  /** One call that fails is not the next of those that failed while nothing was answered. */
  @Test
  void anAnswerEndsTheWaitThatAnOutageMadeLong() {
    stage.tick(first, 3);
    faults(call -> true, Fault.refused(500, "etcdserver: leader changed"));
    for (int second = 0; second < 60; second++) {
      stage.tick(first, 3);
    }
    assertThat(first.isBlind()).isTrue();
    AtomicInteger times = new AtomicInteger();
    faults(
        call -> call.resource().equals("configmaps") && times.getAndIncrement() == 0,
        Fault.refused(429, "busy"));
    while (times.get() == 0) {
      stage.tick(first, 3);
    }
    stage.tick(first, 3);
    assertThat(first.isBlind()).isFalse();
    assertThat(first.hasFailed()).isFalse();
  }

  @Test
  void aProcessThatDoesNotTickDoesNotLead() {
    stage.tick(first, 0);
    assertThat(first.isLeader()).isTrue();
    stage.clock.pass(PoolLease.TRUST);
    assertThat(first.isLeader()).isFalse();
  }
}
