package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.knative.sim.Call;
import dev.oncue.warmpool.knative.sim.Fault;
import dev.oncue.warmpool.pool.FunctionStatus;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A process with a pool that is killed after one of its calls: the cluster has it, and the process
 * never hears of it, nor does it call again. At the next tick there is another one.
 */
final class Mortal {
  private final PoolTestBed stage;
  private final String name;
  private final boolean comesBack;
  private final AtomicInteger callsLeft = new AtomicInteger(-1);
  private volatile Predicate<Call> counted;
  private volatile boolean isDead;
  private volatile int deaths;
  private KnativePool pool;

  /**
   * @param comesBack whether the next one has the same name
   */
  Mortal(PoolTestBed stage, String name, boolean comesBack) {
    this.stage = stage;
    this.name = name;
    this.comesBack = comesBack;
    pool = stage.pool(identity());
  }

  private String identity() {
    return comesBack ? name : name + "-" + deaths;
  }

  /**
   * @param calls that are done before; 0: it dies with the next one, which is not done
   */
  void killAfter(int calls) {
    killAfter(calls, call -> true);
  }

  /**
   * @param counted the calls that count
   */
  void killAfter(int calls, Predicate<Call> counted) {
    this.counted = counted;
    callsLeft.set(calls);
  }

  int deaths() {
    return deaths;
  }

  boolean isLeader() {
    return pool.isLeader();
  }

  /** To be asked before each call of any process. */
  Optional<Fault> fault(Call call) {
    if (!call.agent().equals("oncue-warm-pool/" + identity())) {
      return Optional.empty();
    }
    if (isDead || callsLeft.get() == 0) {
      isDead = true;
      return Optional.of(Fault.refused(500, "the caller is dead"));
    }
    if (callsLeft.get() > 0 && counted.test(call) && callsLeft.decrementAndGet() == 0) {
      isDead = true;
      return Optional.of(Fault.lost());
    }
    return Optional.empty();
  }

  /** One tick, and a new process after it where this one has died. */
  FunctionStatus look(int wanted) {
    FunctionStatus functionStatus = stage.look(pool, wanted);
    if (isDead) {
      callsLeft.set(-1);
      deaths++;
      isDead = false;
      pool = stage.pool(identity());
    }
    return functionStatus;
  }
}
