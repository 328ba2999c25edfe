package dev.oncue.warmpool.knative;

import dev.oncue.warmpool.pool.FunctionStatus;
import dev.oncue.warmpool.pool.FunctionStatus.Finding;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What was seen of each function last. It counts for a while where nothing can be seen: instances
 * do not depend on the Kubernetes API. Not thread-safe.
 */
final class LastSeen {
  /** For how long what was seen last is taken for true. */
  static final Duration CREDIT = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(int warm, long atNanos) {}

  /** With a clock that never goes back. */
  LastSeen(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void saw(String function, FunctionStatus status) {
    seen.put(function, new Seen(status.warm(), nanos.getAsLong()));
  }

  void forget() {
    seen.clear();
  }

  /** What is said of a function that cannot be looked at, because of a problem. */
  FunctionStatus unknown(String function, int wanted, String problem) {
    Seen last = seen.get(function);
    boolean isCredible = last != null && nanos.getAsLong() - last.atNanos() < CREDIT.toNanos();
    return new FunctionStatus(
        wanted, isCredible ? last.warm() : 0, Optional.of(problem), Finding.UNKNOWN);
  }

  /** The same of all of them. */
  Map<String, FunctionStatus> unknown(Map<String, Integer> instances, String problem) {
    Map<String, FunctionStatus> statuses = new LinkedHashMap<>();
    instances.forEach(
        (function, wanted) -> statuses.put(function, unknown(function, wanted, problem)));
    return statuses;
  }
}
