package dev.oncue.warmpool.reconcile;

import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.plan.WarmPoolPlan;
import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the controller measures: {@code oncue.warm.pool.instances} by function and state, {@code
 * oncue.warm.pool.cut} (instances that a ceiling withholds at the worst moment to come) by
 * function, {@code oncue.warm.pool.windows} by status, two timers, of rounds and of warm-ups,
 * {@code oncue.warm.pool.rounds.failed}, {@code oncue.warm.pool.leads} and {@code
 * oncue.warm.pool.rivals}. Thread-safe.
 */
@Singleton
final class PoolMeters {
  private final MeterRegistry meters;
  private final Map<String, AtomicInteger> gauges = new ConcurrentHashMap<>();
  private final Map<Phase, AtomicInteger> windows = new EnumMap<>(Phase.class);
  private final AtomicInteger leads = new AtomicInteger();
  private final Timer warming;
  private final AtomicInteger rivals = new AtomicInteger();
  private final Timer rounds;
  private final Counter failed;

  @Inject
  PoolMeters(MeterRegistry meters, PoolSettings settings) {
    this.meters = meters;
    this.warming =
        Timer.builder("oncue.warm.pool.warming")
            .description("From asking for a window's instances until all were hot")
            .register(meters);
    this.rounds =
        Timer.builder("oncue.warm.pool.round")
            .description("What one round of the controller takes that does all of its work")
            .register(meters);
    this.failed =
        Counter.builder("oncue.warm.pool.rounds.failed")
            .description("Rounds of the controller that could not do all of their work")
            .register(meters);
    for (Phase phase : Phase.values()) {
      windows.put(phase, new AtomicInteger());
      Gauge.builder("oncue.warm.pool.windows", windows.get(phase), AtomicInteger::get)
          .description("Windows that are kept, by status")
          .tag("status", phase.word())
          .register(meters);
    }
    Gauge.builder("oncue.warm.pool.leads", leads, AtomicInteger::get)
        .description("1: this process is the one that acts")
        .register(meters);
    Gauge.builder("oncue.warm.pool.rivals", rivals, AtomicInteger::get)
        .description("1: another pool keeps the windows of this grid, so this one does nothing")
        .register(meters);
    settings.functions().forEach(function -> register(function.name()));
  }

  private void register(String function) {
    for (String state : List.of("needed", "granted", "warm")) {
      gauge("oncue.warm.pool.instances", "Instances for the windows under way", function, state);
    }
    gauge("oncue.warm.pool.cut", "Instances that a ceiling withholds, now or later", function, "");
  }

  private void gauge(String name, String description, String function, String state) {
    AtomicInteger value = gauges.computeIfAbsent(function + state, none -> new AtomicInteger());
    Gauge.Builder<AtomicInteger> gauge =
        Gauge.builder(name, value, AtomicInteger::get)
            .description(description)
            .tag("function", function);
    (state.isEmpty() ? gauge : gauge.tag("state", state)).register(meters);
  }

  void leads(boolean does) {
    leads.set(does ? 1 : 0);
  }

  void rival(boolean is) {
    rivals.set(is ? 1 : 0);
  }

  /** A round that did all of its work. */
  void round(long nanos) {
    rounds.record(Duration.ofNanos(nanos));
  }

  /** A round that did not. */
  void failed() {
    failed.increment();
  }

  void warm(Duration after) {
    warming.record(after);
  }

  void plan(WarmPoolPlan plan, Map<String, FunctionStatus> statuses) {
    plan.needed().forEach((function, count) -> set(function, "needed", count));
    plan.instances().forEach((function, count) -> set(function, "granted", count));
    statuses.forEach((function, how) -> set(function, "warm", how.warm()));
    plan.instances().keySet().forEach(function -> set(function, "", 0));
    plan.shortages()
        .forEach(shortage -> set(shortage.function(), "", shortage.needed() - shortage.granted()));
  }

  private void set(String function, String state, int count) {
    AtomicInteger gauge = gauges.get(function + state);
    if (gauge != null) {
      gauge.set(count);
    }
  }

  void windows(Collection<Window> all) {
    Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
    all.forEach(window -> counts.merge(window.status().phase(), 1, Integer::sum));
    windows.forEach((phase, gauge) -> gauge.set(counts.getOrDefault(phase, 0)));
  }
}
