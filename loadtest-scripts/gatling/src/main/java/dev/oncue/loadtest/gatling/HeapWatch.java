package dev.oncue.loadtest.gatling;

import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.soak.HeapReading;
import dev.oncue.loadtest.soak.HeapTrend;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Watches the heap of the engine's processes. Not thread-safe. */
final class HeapWatch {
  private static final double MIB = 1 << 20;

  private final Engine engine;
  private final Map<Target, HeapTrend> trends = new LinkedHashMap<>();

  HeapWatch(Engine engine, Collection<Target> processes) {
    this.engine = engine;
    processes.forEach(process -> trends.put(process, new HeapTrend()));
  }

  /** Reads the metrics of each. */
  void read() throws IOException, InterruptedException {
    for (Map.Entry<Target, HeapTrend> process : trends.entrySet()) {
      process.getValue().add(HeapReading.of(engine.metrics(process.getKey())));
    }
  }

  /**
   * Says what was found, and whether none grew by more. One of which that cannot be told is taken
   * for one that did not.
   */
  boolean report(int maxMiB) {
    boolean inLimit = true;
    for (Map.Entry<Target, HeapTrend> process : trends.entrySet()) {
      HeapTrend trend = process.getValue();
      OptionalLong growth = trend.growth();
      System.out.printf(
          "heap of %s after collections, least in each third of the time: %s, %s, %s MiB%s%n",
          process.getKey(),
          mib(trend.lowest(0)),
          mib(trend.lowest(1)),
          mib(trend.lowest(2)),
          growth.isEmpty() ? "; too few collections to tell whether it grows" : "");
      inLimit &= growth.orElse(0) <= maxMiB * MIB;
    }
    System.out.printf(
        "heap %s%n", inLimit ? "in its limit" : "grew by more than " + maxMiB + " MiB");
    return inLimit;
  }

  private static String mib(OptionalLong bytes) {
    return bytes.isEmpty() ? "-" : "%.1f".formatted(bytes.getAsLong() / MIB);
  }
}
